import type { Condition } from '@/lib/contracts/scorecard'
import type { PolicyProfile, SecretView, SigningScheme } from '@/lib/contracts/integration'

/** What a secret field holds: the typed text ('' = nothing), or the note that one is stored. */
export type SecretField = string | SecretView

export interface HeaderRow {
  key: string // identity of the row on the screen; never sent
  name: string
  value: SecretField
  secret: boolean
}

export interface ParamRow {
  key: string
  name: string
  value: string
}

/** A trigger that was switched off keeps its numbers and its template for the case that it is switched on again. */
export interface FormTrigger {
  type: string
  on: boolean
  params: Record<string, unknown>
  template: string | null // null = the default of the event type
  conditions?: Condition[]
}

export type AuthKind = 'none' | 'basic' | 'bearer'

/** All that the five steps hold. Numbers are text while they are typed; `to-contract` judges nothing, it only converts. */
export interface FormState {
  preset: string | null
  name: string
  enabled: boolean
  ownerEmail: string
  triggers: FormTrigger[]
  url: string
  headers: HeaderRow[]
  params: ParamRow[]
  auth: { kind: AuthKind; username: string; password: SecretField; token: SecretField }
  signing: {
    scheme: SigningScheme
    header: string
    algorithm: 'sha256' | 'sha512'
    encoding: 'hex' | 'base64'
    secret: SecretField
  }
  policy: { profile: PolicyProfile; timeoutSeconds: string; retryDelays: string; jitter: boolean }
  limits: { perSecond: string; concurrency: string }
}

export const emptyForm: FormState = {
  preset: 'webhook',
  name: '',
  enabled: true,
  ownerEmail: '',
  triggers: [],
  url: '',
  headers: [],
  params: [],
  auth: { kind: 'none', username: '', password: '', token: '' },
  signing: { scheme: 'standard', header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', secret: '' },
  policy: { profile: 'standard', timeoutSeconds: '15', retryDelays: '5 s, 5 min, 30 min, 2 h', jitter: false },
  limits: { perSecond: '', concurrency: '' },
}

export function isKept(value: SecretField): value is SecretView {
  return typeof value !== 'string'
}

export function hasSecret(value: SecretField): boolean {
  return isKept(value) ? value.set : value !== ''
}

export function activeTriggers(form: FormState): FormTrigger[] {
  return form.triggers.filter((trigger) => trigger.on)
}
