import { createHmac } from 'node:crypto'
import { revealSecret, type SecretString } from '@/lib/security/secret-string'

export type SigningScheme = 'standard' | 'guard' | 'argyle' | 'hmac' | 'none'

/** The settings of the generic scheme. */
export type HmacOptions = { header: string; algorithm: 'sha256' | 'sha512'; encoding: 'hex' | 'base64' }

export type SignInput = {
  scheme: SigningScheme
  /** Newest first. `standard` signs with each of them while a rotated secret overlaps, the others with the first. */
  secrets: ReadonlyArray<SecretString | string>
  /** The exact bytes that are sent (a string is sent as UTF-8). */
  body: Buffer | string
  webhookId: string
  /** Unix time of the attempt, in seconds. */
  timestampSeconds: number
  hmac?: HmacOptions | null
}

const STANDARD_PREFIX = 'whsec_'
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * The headers that identify and sign a delivery: `webhook-id` and `webhook-timestamp` always, and the scheme's own.
 * `standard` is https://www.standardwebhooks.com (key = the bytes after `whsec_`); for the others the key is the UTF-8
 * of the shown secret and the signature covers the raw body. No secret, no signature.
 */
export function signHeaders(input: SignInput): Array<[name: string, value: string]> {
  const base: Array<[string, string]> = [
    ['webhook-id', input.webhookId],
    ['webhook-timestamp', String(input.timestampSeconds)],
  ]
  const signature = signatureHeader(input)
  return signature ? [...base, signature] : base
}

function signatureHeader(input: SignInput): [string, string] | null {
  const [newest] = input.secrets
  if (newest === undefined) return null
  const raw = { key: Buffer.from(revealSecret(newest)), body: input.body }
  switch (input.scheme) {
    case 'none':
      return null
    case 'standard':
      return ['webhook-signature', input.secrets.map((secret) => standardSignature(secret, input)).join(' ')]
    case 'guard':
      return ['X-Guard-Signature', hmac({ ...raw, algorithm: 'sha256', encoding: 'hex' })]
    case 'argyle':
      return ['X-Argyle-Signature', hmac({ ...raw, algorithm: 'sha512', encoding: 'hex' })]
    case 'hmac':
      if (!input.hmac) throw new Error('Signing scheme hmac needs its header, algorithm and encoding')
      return [input.hmac.header, hmac({ ...raw, ...input.hmac })]
  }
}

function standardSignature(secret: SecretString | string, { webhookId, timestampSeconds, body }: SignInput): string {
  const key = standardKey(revealSecret(secret))
  if (!key) throw new Error('A standard signing secret must be whsec_ and base64')
  const digest = createHmac('sha256', key).update(`${webhookId}.${timestampSeconds}.`).update(body).digest('base64')
  return `v1,${digest}`
}

/** The key bytes of a Standard Webhooks secret (`whsec_<base64>`, the prefix optional); null when it is not one. */
export function standardKey(secret: string): Buffer | null {
  const encoded = secret.startsWith(STANDARD_PREFIX) ? secret.slice(STANDARD_PREFIX.length) : secret
  return BASE64.test(encoded) && encoded.length % 4 === 0 ? Buffer.from(encoded, 'base64') : null
}

type Hmac = { key: Buffer; body: Buffer | string; algorithm: 'sha256' | 'sha512'; encoding: 'hex' | 'base64' }

function hmac({ key, body, algorithm, encoding }: Hmac): string {
  return createHmac(algorithm, key).update(body).digest(encoding)
}
