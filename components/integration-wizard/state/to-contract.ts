import type { SecretView } from '@/lib/contracts/integration'
import { parseDelays } from './parse-delays'
import { activeTriggers, type FormState, type FormTrigger, type HeaderRow, type ParamRow, type SecretField } from './form-state'

/** The body of create, change and test, before it is judged; the schemas of lib/contracts are the judge. */
export interface ContractBody {
  type: 'webhook'
  preset: string | null
  name: string
  enabled: boolean
  ownerEmail?: string | null
  triggers: Omit<FormTrigger, 'on'>[]
  destination: {
    url: string
    headers: { name: string; value: string | SecretView; secret: boolean }[]
    params: { name: string; value: string }[]
    auth:
      | { kind: 'none' }
      | { kind: 'basic'; username: string; password: string | SecretView }
      | { kind: 'bearer'; token: string | SecretView }
  }
  signing: {
    scheme: FormState['signing']['scheme']
    header?: string
    algorithm?: 'sha256' | 'sha512'
    encoding?: 'hex' | 'base64'
    secret?: string | SecretView
  }
  policy: {
    profile: FormState['policy']['profile']
    timeoutMs?: number
    retryDelaysSeconds?: number[]
    jitter?: boolean
  }
  limits: { perSecond: number | null; concurrency: number | null }
}

export function toContract(form: FormState): ContractBody {
  return {
    type: 'webhook',
    preset: form.preset === 'webhook' ? null : form.preset,
    name: form.name.trim(),
    enabled: form.enabled,
    ...(form.ownerEmail.trim() === '' ? {} : { ownerEmail: form.ownerEmail.trim() }),
    triggers: activeTriggers(form).map(toTrigger),
    destination: {
      url: form.url.trim(),
      headers: sentHeaders(form).map(({ name, value, secret }) => ({ name: name.trim(), value, secret })),
      params: sentParams(form).map(({ name, value }) => ({ name, value })),
      auth: toAuth(form.auth),
    },
    signing: toSigning(form.signing),
    policy: toPolicy(form.policy),
    limits: { perSecond: toNumber(form.limits.perSecond), concurrency: toNumber(form.limits.concurrency) },
  }
}

/** Without conditions there is no list of them. */
export function toTrigger({ type, params, template, conditions = [] }: Omit<FormTrigger, 'on'>): Omit<FormTrigger, 'on'> {
  return { type, params, template, ...(conditions.length > 0 && { conditions }) }
}

/** Rows left blank are not sent; errors are found again by the place in this list. */
export function sentHeaders(form: FormState): HeaderRow[] {
  return form.headers.filter((row) => row.name.trim() !== '' || row.value !== '')
}

export function sentParams(form: FormState): ParamRow[] {
  return form.params.filter((row) => row.name !== '' || row.value !== '')
}

function toAuth(auth: FormState['auth']): ContractBody['destination']['auth'] {
  switch (auth.kind) {
    case 'none':
      return { kind: 'none' }
    case 'basic':
      return { kind: 'basic', username: auth.username, password: auth.password }
    case 'bearer':
      return { kind: 'bearer', token: auth.token }
  }
}

function toSigning(signing: FormState['signing']): ContractBody['signing'] {
  const { scheme, header, algorithm, encoding, secret } = signing
  if (scheme === 'none') return { scheme }
  const given: { secret?: SecretField } = secret === '' ? {} : { secret }
  return scheme === 'hmac' ? { scheme, header: header.trim(), algorithm, encoding, ...given } : { scheme, ...given }
}

export function toPolicy(policy: FormState['policy']): ContractBody['policy'] {
  if (policy.profile !== 'custom') return { profile: policy.profile }
  const timeout = toNumber(policy.timeoutSeconds) ?? Number.NaN
  return {
    profile: 'custom',
    timeoutMs: Math.round(timeout * 1000),
    retryDelaysSeconds: parseDelays(policy.retryDelays) ?? [Number.NaN],
    jitter: policy.jitter,
  }
}

/** Text that is no number becomes NaN, which every schema refuses at its field. */
function toNumber(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}
