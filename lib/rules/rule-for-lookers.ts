import type { RuleView } from '@/lib/contracts/rule'
import { destinationFor, mayEdit, type Looker } from '@/lib/integrations/view-for-lookers'

/** A rule as its reader may see it: who may not edit sees `***` for the parts of its requests that look like tokens. */
export function ruleFor(looker: Looker, view: RuleView): RuleView {
  return mayEdit(looker) ? view : { ...view, steps: view.steps.map((step) => ({ ...step, ...destinationFor(step) })) }
}
