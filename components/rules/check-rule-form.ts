import { checkStep } from '@/components/integration-wizard/state/check-step'
import { mapPointer, mapPolicy } from '@/components/integration-wizard/state/map-pointers'
import { ruleInput } from '@/lib/contracts/rule'
import type { FieldError } from '@/lib/contracts/problem'
import { toRuleBody, type RuleForm } from './rule-form'

/** `field` names the input: `name`, `event.threshold`, `steps.s1.url`; '' = the rule as a whole. */
export interface RuleError {
  field: string
  message: string
}

/** What was refused by the server, where it can be mended. */
export function mapRuleErrors(errors: readonly FieldError[], form: RuleForm): RuleError[] {
  return errors.map(({ pointer, message }) => ({ field: placeOf(pointer, form), message }))
}

/** All that can be said against a rule before the server is asked, in the order of the screen. */
export function checkRuleForm(form: RuleForm): RuleError[] {
  const judged = ruleInput.omit({ steps: true }).safeParse(toRuleBody(form))
  const found = judged.success ? [] : judged.error.issues.map(({ path, message }) => {
    const field = placeOf(`/${path.map(String).join('/')}`, form)
    return { field, message: WORDINGS[field] ?? message }
  })
  const unnamed = found.filter(({ field }) => field !== 'name')
  return uniqueByField([...found.filter(({ field }) => field === 'name'), ...unnamed, ...form.steps.flatMap(checkDestination)])
}

function checkDestination({ key, destination, savedUrl }: RuleForm['steps'][number]): RuleError[] {
  // The name is the rule's: here it only has to be one.
  const found = checkStep('destination', { ...destination, name: 'web request' }, { eventTypes: [], brokenTemplates: {}, savedUrl })
  return found.filter(({ step }) => step === 'destination').map(({ field, message }) => ({ field: `steps.${key}.${field}`, message }))
}

function placeOf(pointer: string, form: RuleForm): string {
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

const WORDINGS: Record<string, string> = {
  name: 'Give the rule a name of at most 200 characters.',
  'event.threshold': 'Give a number of points above 0, up to 1000.',
  'scope.portfolioId': 'Choose a portfolio.',
  'policy.timeoutSeconds': 'The time limit is 1 to 30 seconds.',
  'policy.retryDelays': 'Write up to 15 waits of 1 s to 24 h, as in “5 s, 5 min, 2 h”.',
  conditions: 'Give each condition a value, or remove it.',
}

/** One error per field is enough to mend it. */
function uniqueByField(errors: readonly RuleError[]): RuleError[] {
  return errors.filter(({ field }, index) => errors.findIndex((one) => one.field === field) === index)
}
