import type { SecretInput, SecretView } from '@/lib/contracts/integration'
import type { FieldError } from '@/lib/contracts/problem'
import type { IntegrationSecrets } from './integration-secrets'

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
  headers: StoredHeader[]
  errors: FieldError[]
}

/** How a secret is read: whether it is set, and the last four characters of those of 16 or more. */
export const viewSecret = (value: string | undefined, showLastFour = true): SecretView => ({
  set: value !== undefined && value !== '',
  ...(showLastFour && value !== undefined && value.length >= 16 && { lastFour: value.slice(-4) }),
})

const originOf = (url: string): string => {
  try {
    return new URL(url).origin
  } catch {
    return url
  }
}

/** Whether scheme, host or port differ: then whoever edits must type the destination's secrets again. */
export const leadsElsewhere = (before: string, after: string): boolean => originOf(before) !== originOf(after)

// A string is new, null removes, anything else keeps what there was, unless the destination moved.
const settle = (
  input: SecretInput, kept: string | undefined, moved: boolean,
): { value: string | undefined; missing: boolean } => {
  if (typeof input === 'string') return { value: input, missing: false }
  if (input === null || kept === undefined) return { value: undefined, missing: false }
  return moved ? { value: undefined, missing: true } : { value: kept, missing: false }
}

const required = (pointer: string): FieldError => ({
  pointer,
  code: 'secret_required',
  message: 'The destination changed its scheme, host or port: enter this secret again',
})

// A header may be called like something that every object has.
const ownValue = (values: Record<string, string>, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined

/**
 * Works out the secrets of a destination from what was written and what is kept. `movedFrom` is the former URL, if
 * there is one; on a move each kept secret is an error of code `secret_required`. Pure.
 */
export function applySecrets(
  next: DestinationDraft, kept: IntegrationSecrets, movedFrom: string | null, base = '/destination',
): AppliedSecrets {
  const moved = movedFrom !== null && leadsElsewhere(movedFrom, next.url)
  const errors: FieldError[] = []
  const take = (input: SecretInput, before: string | undefined, pointer: string): string | undefined => {
    const { value, missing } = settle(input, before, moved)
    if (missing) errors.push(required(pointer))
    return value
  }
  const headerSecrets: Record<string, string> = Object.create(null) // a header may be called `constructor`
  const headers = next.headers.map((header, index): StoredHeader => {
    const pointer = `${base}/headers/${index}/value`
    if (!header.secret) {
      if (typeof header.value !== 'string') errors.push({ pointer, code: 'required', message: 'Is required' })
      return { name: header.name, value: typeof header.value === 'string' ? header.value : '', secret: false }
    }
    const value = take(header.value, ownValue(kept.headers, header.name.toLowerCase()), pointer)
    if (value !== undefined) headerSecrets[header.name.toLowerCase()] = value
    else if (!errors.some((error) => error.pointer === pointer)) {
      errors.push({ pointer, code: 'required', message: 'Is required' })
    }
    return { name: header.name, value: '', secret: true }
  })
  const { auth } = next
  const password = auth.kind === 'basic' ? take(auth.password, kept.password, `${base}/auth/password`) : undefined
  const token = auth.kind === 'bearer' ? take(auth.token, kept.token, `${base}/auth/token`) : undefined
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    errors.push({ pointer: `${base}/auth/token`, code: 'invalid', message: 'May only have visible ASCII characters' })
  }
  if (auth.kind === 'bearer' && !token && !errors.some((error) => error.pointer === `${base}/auth/token`)) {
    errors.push({ pointer: `${base}/auth/token`, code: 'required', message: 'Is required' })
  }
  const { signing, previousSigning } = kept
  const secrets: IntegrationSecrets = {
    headers: headerSecrets,
    ...(signing !== undefined && { signing }),
    ...(previousSigning !== undefined && { previousSigning }),
    ...(password !== undefined && { password }),
    ...(token !== undefined && { token }),
  }
  return { secrets, headers, errors }
}
