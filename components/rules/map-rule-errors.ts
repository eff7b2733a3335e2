import { mapPointer, mapPolicy } from '@/components/integration-wizard/state/map-pointers'
import type { FieldError } from '@/lib/contracts/problem'
import type { RuleForm } from './rule-form'

/** `field` names the input: `name`, `event.threshold`, `steps.s1.url`; '' = the rule as a whole. */
export interface RuleError {
  field: string
  message: string
}

/** What was refused by the server, where it can be mended. */
export function mapRuleErrors(errors: readonly FieldError[], form: RuleForm): RuleError[] {
  return errors.map(({ pointer, message }) => ({ field: placeOf(pointer, form), message }))
}

/** The input that a JSON pointer of the API stands for. */
export function placeOf(pointer: string, form: RuleForm): string {
  const [root = '', second = '', ...rest] = pointer.replace(/^\/rule(?=\/)/, '').split('/').slice(1)
  if (root === 'steps') {
    const step = form.steps[Number(second)]
    if (step === undefined || second === '') return 'steps'
    if (rest[0] === 'template') return `steps.${step.key}.template`
    return `steps.${step.key}.${mapPointer(`/destination/${rest.join('/')}`, step.destination).field}`
  }
  if (root === 'conditions') return 'conditions'
  if (root === 'event') return `event.${second === '' ? 'kind' : second}`
  if (root === 'policy') return mapPolicy(second)
  if (root === 'scope') return `scope.${second === '' ? 'kind' : second}`
  return root === 'name' || root === 'ownerEmail' ? root : ''
}
