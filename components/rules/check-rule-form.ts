import { checkStep } from '@/components/integration-wizard/state/check-step'
import { ruleInput } from '@/lib/contracts/rule'
import { placeOf, type RuleError } from './map-rule-errors'
import { toRuleBody, type RuleForm } from './rule-form'

/** All that can be said against a rule before the server is asked, in the order of the screen. */
export function checkRuleForm(form: RuleForm): RuleError[] {
  const judged = ruleInput.omit({ steps: true }).safeParse(toRuleBody(form))
  const found = judged.success ? [] : judged.error.issues.map(({ path, message, code }) => {
    const field = placeOf(`/${path.map(String).join('/')}`, form)
    const long = field === 'name' && code === 'too_big' ? 'A name has at most 200 characters.' : null
    return { field, message: long ?? WORDINGS[field] ?? message }
  })
  const unnamed = found.filter(({ field }) => field !== 'name')
  return uniqueByField([...found.filter(({ field }) => field === 'name'), ...unnamed, ...form.steps.flatMap(checkDestination)])
}

function checkDestination({ key, destination, savedUrl }: RuleForm['steps'][number]): RuleError[] {
  // The name is the rule's: here it only has to be one.
  const found = checkStep('destination', { ...destination, name: 'web request' }, { eventTypes: [], brokenTemplates: {}, savedUrl })
  return found.filter(({ step }) => step === 'destination').map(({ field, message }) => ({ field: `steps.${key}.${field}`, message }))
}

const WORDINGS: Record<string, string> = {
  name: 'Give the rule a name.',
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
