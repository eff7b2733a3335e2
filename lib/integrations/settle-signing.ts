import type { IntegrationInput, SecretInput, SigningScheme } from '@/lib/contracts/integration'
import type { FieldError } from '@/lib/contracts/problem'
import { checkHeaders } from '@/lib/security/check-headers'
import { generateSecret } from '@/lib/security/generate-secret'
import { SecretString } from '@/lib/security/secret-string'
import { standardKey } from '@/lib/security/sign-body'
import type { IntegrationSecrets } from './integration-secrets'

export interface StoredSigning {
  scheme: SigningScheme
  header?: string
  algorithm?: 'sha256' | 'sha512'
  encoding?: 'hex' | 'base64'
}

const MIN_KEY_BYTES = 16 // a given standard secret; what we make has 32 (Standard Webhooks asks for 24 to 64)

const OURS = new Set(['content-type', 'user-agent', 'authorization'])
const VENDOR_HEADERS: Partial<Record<SigningScheme, string>> = { guard: 'x-guard-signature', argyle: 'x-argyle-signature' }

/** What is stored of the signing settings: for `hmac` with its defaults filled in. */
export const storedSigning = (signing: IntegrationInput['signing']): StoredSigning =>
  signing.scheme === 'hmac'
    ? {
        scheme: 'hmac',
        header: signing.header ?? 'X-Signature',
        algorithm: signing.algorithm ?? 'sha256',
        encoding: signing.encoding ?? 'hex',
      }
    : { scheme: signing.scheme }

/** Checks the signing settings; the header of `hmac` obeys the rules of the destination's own headers. */
export function checkSigning(signing: IntegrationInput['signing'], ownHeaders: readonly string[]): FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['header', 'algorithm', 'encoding'] as const) {
    if (signing.scheme === 'hmac' || signing[field] === undefined) continue
    errors.push({ pointer: `/signing/${field}`, code: 'invalid', message: `Only the scheme hmac takes ${field}` })
  }
  if (signing.scheme === 'hmac') {
    const name = signing.header ?? 'X-Signature'
    const [problem] = checkHeaders([{ name, value: '' }], { authKind: 'none' })
    if (problem) errors.push({ pointer: '/signing/header', code: problem.code, message: problem.message })
    if (OURS.has(name.toLowerCase())) errors.push({ pointer: '/signing/header', code: 'reserved', message: `"${name}" cannot carry the signature` })
    if (ownHeaders.some((own) => own.toLowerCase() === name.toLowerCase())) {
      errors.push({ pointer: '/signing/header', code: 'duplicate', message: `A header ${name} is set already` })
    }
  }
  const taken = ownHeaders.findIndex((own) => own.toLowerCase() === VENDOR_HEADERS[signing.scheme])
  if (taken >= 0) {
    errors.push({ pointer: `/destination/headers/${taken}/name`, code: 'reserved', message: 'The signature is sent in this header' })
  }
  if (typeof signing.secret === 'string') {
    const key = signing.scheme === 'standard' ? standardKey(signing.secret) : Buffer.from(signing.secret)
    if (!key || key.length < (signing.scheme === 'standard' ? MIN_KEY_BYTES : 1)) {
      const message = signing.scheme === 'standard' ? 'Must be whsec_ and base64 of at least 16 bytes' : 'Must not be empty'
      errors.push({ pointer: '/signing/secret', code: 'invalid', message })
    }
  }
  return errors
}

/** Whether a kept secret fits another scheme: the standard one needs base64, the others take any text. */
const fits = (scheme: SigningScheme, secret: string): boolean =>
  scheme !== 'standard' || (secret.startsWith('whsec_') && standardKey(secret) !== null)

/**
 * The signing secret after a write, and the shown text when it is new: given, kept, or generated where the scheme needs
 * one. A secret for `argyle` is optional and only there when given.
 */
export function settleSigning(
  scheme: SigningScheme, input: SecretInput, kept: IntegrationSecrets, previousScheme: SigningScheme | null,
): { secrets: IntegrationSecrets; shown: SecretString | null } {
  const { signing, previousSigning, ...rest } = kept
  if (scheme === 'none') return { secrets: rest, shown: null }
  if (typeof input === 'string') {
    const given = new SecretString(input)
    return { secrets: { ...rest, signing: given }, shown: signing?.equals(given) ? null : given }
  }
  const sameForm = previousScheme !== null && (previousScheme === 'standard') === (scheme === 'standard')
  if (input !== null && signing !== undefined && sameForm && fits(scheme, signing.reveal())) {
    const overlap = scheme === 'standard' && previousSigning ? { previousSigning } : {}
    return { secrets: { ...rest, signing, ...overlap }, shown: null }
  }
  // What was never signed does not begin to be by a change of something else.
  const staysUnsigned = input === undefined && previousScheme === 'argyle' && signing === undefined
  if (scheme === 'argyle' && (input === null || staysUnsigned)) return { secrets: rest, shown: null }
  const made = generateSecret(scheme)
  return made === null ? { secrets: rest, shown: null } : { secrets: { ...rest, signing: made }, shown: made }
}
