import type { WizardStep } from '@/lib/contracts/draft'
import type { FieldError } from '@/lib/contracts/problem'
import { activeTriggers, type FormState } from './form-state'
import { sentHeaders, sentParams } from './to-contract'

/** An error where the user can mend it. `field` names the input (see `fieldId`), '' = the step as a whole. */
export interface WizardError {
  step: WizardStep
  field: string
  message: string
}

/** One error per field is enough to mend it. */
export function uniqueErrors(errors: readonly WizardError[]): WizardError[] {
  const key = ({ step, field }: WizardError) => `${step} ${field}`
  const seen = new Set<string>()
  return errors.filter((error) => !seen.has(key(error)) && seen.add(key(error)))
}

/** The DOM id of a field: `headers.h0.name` → `field-headers-h0-name`. */
export function fieldId(field: string): string {
  return `field-${field.replace(/[^\w-]+/g, '-')}`
}

/** Where a JSON pointer of the API (into a create, change or test body) stands in the wizard. */
export function mapPointer(pointer: string, form: FormState): { step: WizardStep; field: string } {
  const [root = '', ...rest] = pointer
    .replace(/^\/integration(?=\/)/, '')
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  switch (root) {
    case 'triggers':
      return mapTrigger(rest, form)
    case 'destination':
      return { step: 'destination', field: mapDestination(rest, form) }
    case 'name':
    case 'ownerEmail':
      return { step: 'destination', field: root }
    case 'signing':
    case 'limits':
      return { step: 'destination', field: [root, rest[0] ?? ''].join('.').replace(/\.$/, '') }
    case 'policy':
      return { step: 'destination', field: mapPolicy(rest[0]) }
    case 'type':
    case 'preset':
      return { step: 'type', field: 'preset' }
    case 'template':
    case 'sample':
    case 'triggerType':
      return { step: 'payload', field: '' }
    default:
      return { step: 'enable', field: root === 'enabled' ? 'enabled' : '' }
  }
}

export function mapErrors(errors: readonly FieldError[], form: FormState): WizardError[] {
  return errors.map(({ pointer, message }) => ({ ...mapPointer(pointer, form), message }))
}

function mapTrigger([index, part, ...path]: string[], form: FormState): { step: WizardStep; field: string } {
  const trigger = activeTriggers(form)[Number(index)]
  if (trigger === undefined) return { step: 'triggers', field: 'triggers' }
  if (part === 'template') return { step: 'payload', field: `template.${trigger.type}` }
  const param = part === 'params' && path[0] !== undefined ? `.params.${path[0]}` : ''
  return { step: 'triggers', field: `triggers.${trigger.type}${param}` }
}

function mapDestination([part = 'url', index, column]: string[], form: FormState): string {
  if (part === 'headers' || part === 'params') {
    const row = (part === 'headers' ? sentHeaders(form) : sentParams(form))[Number(index)]
    return row === undefined ? part : `${part}.${row.key}.${column ?? 'name'}`
  }
  return part === 'auth' ? `auth.${index ?? 'kind'}` : part
}

/** The field of a part of the policy. */
export function mapPolicy(part: string | undefined): string {
  if (part === 'timeoutMs') return 'policy.timeoutSeconds'
  return part === 'retryDelaysSeconds' ? 'policy.retryDelays' : 'policy.profile'
}
