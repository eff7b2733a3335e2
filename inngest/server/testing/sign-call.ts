import { createHash, createHmac } from 'node:crypto'

const withoutPrefix = (signingKey: string): string => signingKey.replace(/^signkey-\w+-/, '')

// RFC 8785 for what JSON.parse gives: keys sorted, no spaces.
const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
}

/** The header `x-inngest-signature` as an Inngest server makes it: HMAC-SHA256 over the canonical body and the time. */
export function signCall(signingKey: string, body: string, atMs = Date.now()): string {
  const seconds = Math.floor(atMs / 1000)
  const signed = body === '' ? '' : canonical(JSON.parse(body))
  return `t=${seconds}&s=${createHmac('sha256', withoutPrefix(signingKey)).update(`${signed}${seconds}`).digest('hex')}`
}

/** What an app shows to the server's API: the hash of the signing key, under its prefix. */
export function hashSigningKey(signingKey: string): string {
  const prefix = signingKey.match(/^signkey-\w+-/)?.[0] ?? ''
  return prefix + createHash('sha256').update(Buffer.from(withoutPrefix(signingKey), 'hex')).digest('hex')
}
