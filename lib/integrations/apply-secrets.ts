import type { SecretInput, SecretView } from '@/lib/contracts/integration'
import type { FieldError } from '@/lib/contracts/problem'
import { SecretString } from '@/lib/security/secret-string'
import { headerSecrets, type IntegrationSecrets } from './integration-secrets'
import { leadsElsewhere } from './leads-elsewhere'

/** The parts of an integration that can hold secrets, as written: what is left out or sent back as read is kept. */
export interface DestinationDraft {
  url: string
  headers: Array<{ name: string; value?: SecretInput; secret: boolean }>
  params: Array<{ name: string; value: string }>
  auth:
    | { kind: 'none' }
    | { kind: 'basic'; username: string; password?: SecretInput }
    | { kind: 'bearer'; token?: SecretInput }
}

export interface StoredHeader {
  name: string
  value: string // empty for a secret one
  secret: boolean
}

export interface AppliedSecrets {
  secrets: IntegrationSecrets
  /** As many as were given, so that errors can point at them. */
  headers: StoredHeader[]
  /** What is stored of them: without those whose secret was removed. */
  keptHeaders: StoredHeader[]
  errors: FieldError[]
}

/** How a secret is read: whether it is set, and the last four characters of those of 16 or more. */
export function viewSecret(value: SecretString | undefined, showLastFour = true): SecretView {
  const lastFour = showLastFour ? value?.lastFour() : null
  return { set: value !== undefined && !value.isEmpty(), ...(typeof lastFour === 'string' && { lastFour }) }
}

/** What there was before: its URL and its secrets; `null` secrets are there but cannot be opened. */
export interface Before {
  url: string
  secrets: IntegrationSecrets | null
}

const MOVED = 'The destination changed its scheme, host or port: enter this secret again'
const UNREADABLE = 'What is stored cannot be opened with ENCRYPTION_KEYS: enter this secret again'

const required = (pointer: string, message: string): FieldError => ({ pointer, code: 'secret_required', message })

// A string is new, null removes, anything else keeps what there was, as far as it may be kept.
const settle = (input: SecretInput, kept: SecretString | undefined, refusal: string | null): SecretString | 'refused' | undefined => {
  if (typeof input === 'string') return new SecretString(input)
  if (input === null) return undefined
  return refusal === null || kept === undefined ? kept : 'refused'
}

const whyNotKept = (before: Before | null, url: string): string | null => {
  if (before === null) return null
  if (before.secrets === null) return UNREADABLE
  return leadsElsewhere(before.url, url) ? MOVED : null
}

// Where nothing is stored, "as it was read" is no password: an empty one would be sent unnoticed.
const saysSet = (input: SecretInput): boolean => typeof input === 'object' && input !== null && input.set

/** What cannot be opened may have been set. */
const HIDDEN = new SecretString('')

/**
 * Works out the secrets of a destination from what was written and what is kept. Each secret that would be kept although
 * the destination moved, or although it cannot be opened, is an error of code `secret_required`. Pure.
 */
export function applySecrets(next: DestinationDraft, before: Before | null, base = '/destination'): AppliedSecrets {
  const refusal = whyNotKept(before, next.url)
  const kept = before?.secrets ?? { headers: headerSecrets() }
  const hidden = before?.secrets === null ? HIDDEN : undefined
  const errors: FieldError[] = []
  const take = (input: SecretInput, former: SecretString | undefined, pointer: string, isRequired: boolean): SecretString | undefined => {
    const value = settle(input, former ?? hidden, refusal)
    if (value === 'refused') errors.push(required(pointer, refusal ?? ''))
    else if (value === undefined && (isRequired || saysSet(input))) errors.push({ pointer, code: 'required', message: 'Is required' })
    return value === 'refused' ? undefined : value
  }
  const taken = headerSecrets()
  // A header is nothing without its value.
  const isRemoved = (index: number): boolean => before !== null && next.headers[index]?.secret === true && next.headers[index].value === null
  const headers = next.headers.map(({ name, value: input, secret }, index): StoredHeader => {
    const pointer = `${base}/headers/${index}/value`
    if (!secret) {
      if (typeof input !== 'string') errors.push({ pointer, code: 'required', message: 'Is required' })
      return { name, value: typeof input === 'string' ? input : '', secret }
    }
    const value = take(input, kept.headers[name.toLowerCase()], pointer, !isRemoved(index))
    if (value !== undefined) taken[name.toLowerCase()] = value
    return { name, value: '', secret }
  })
  const { auth } = next
  const password = auth.kind === 'basic' ? take(auth.password, kept.password, `${base}/auth/password`, false) : undefined
  const token = auth.kind === 'bearer' ? take(auth.token, kept.token, `${base}/auth/token`, true) : undefined
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token.reveal())) errors.push(badToken(token, `${base}/auth/token`))
  const { signing, previousSigning } = kept
  const secrets: IntegrationSecrets = {
    headers: taken,
    ...(signing !== undefined && { signing }),
    ...(previousSigning !== undefined && { previousSigning }),
    ...(password !== undefined && { password }),
    ...(token !== undefined && { token }),
  }
  return { secrets, headers, keptHeaders: headers.filter((_header, index) => !isRemoved(index)), errors }
}

const badToken = (token: SecretString, pointer: string): FieldError => token.isEmpty()
  ? { pointer, code: 'required', message: 'Is required' }
  : { pointer, code: 'invalid', message: 'May only have visible ASCII characters' }
