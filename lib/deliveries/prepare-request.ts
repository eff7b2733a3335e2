import type { Target } from '@/lib/integrations/load-targets'
import { checkHeaders } from '@/lib/security/check-headers'
import { maskUrl } from '@/lib/security/mask-url'
import { redactHeaders } from '@/lib/security/redact-headers'
import type { SecretString } from '@/lib/security/secret-string'
import { signHeaders } from '@/lib/security/sign-body'
import { version } from '@/lib/version'

export type Header = readonly [name: string, value: string]

/** A request as it leaves; `recorded` is the same without secrets, for history. */
export interface PreparedRequest {
  url: string
  headers: Header[]
  recorded: { url: string; headers: Record<string, string> }
}

/** What the request needs of an integration; tests build it from what is on the screen. */
export type Sender = Pick<Target, 'url' | 'headers' | 'params' | 'auth' | 'signing' | 'secrets' | 'redact' | 'problem'>

/** Appends URL parameters to the URL's own query, which is left as it was written. */
export function appendParams(url: string, params: ReadonlyArray<{ name: string; value: string }>): string {
  if (params.length === 0) return url
  const [beforeHash = '', hash] = url.split('#', 2)
  const pairs = params.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
  const glue = !beforeHash.includes('?') ? '?' : /[?&]$/.test(beforeHash) ? '' : '&'
  return `${beforeHash}${glue}${pairs}${hash === undefined ? '' : `#${hash}`}`
}

const authHeader = ({ auth, secrets }: Sender): Header[] => {
  if (auth.kind === 'basic') {
    const pair = Buffer.from(`${auth.username}:${secrets.password?.reveal() ?? ''}`).toString('base64')
    return [['authorization', `Basic ${pair}`]]
  }
  return auth.kind === 'bearer' ? [['authorization', `Bearer ${secrets.token?.reveal() ?? ''}`]] : []
}

const ownHeaders = ({ headers, secrets }: Sender): Header[] =>
  headers.map(({ name, value, secret }) => [name, secret ? (secrets.headers[name.toLowerCase()]?.reveal() ?? '') : value])

// Both secrets while a rotated one overlaps; the newest first.
const signingSecrets = ({ secrets }: Sender, now: number): SecretString[] => {
  if (secrets.signing === undefined) return []
  const { previousSigning } = secrets
  return previousSigning && previousSigning.until > now ? [secrets.signing, previousSigning.secret] : [secrets.signing]
}

const DEFAULT_HMAC_HEADER = 'X-Signature'

const signatureHeaders = (sender: Sender, deliveryId: string, body: Buffer, now: number): Header[] => {
  const { scheme, header, algorithm, encoding } = sender.signing
  const hmac = scheme === 'hmac' ? { hmac: { header: header ?? DEFAULT_HMAC_HEADER, algorithm: algorithm ?? 'sha256', encoding: encoding ?? 'hex' } } : {}
  return signHeaders({
    scheme, body, webhookId: deliveryId, timestampSeconds: Math.floor(now / 1000), secrets: signingSecrets(sender, now), ...hmac,
  })
}

/**
 * The request of one attempt: URL with its parameters, headers, authentication and signature over exactly these bytes.
 * `now` is in milliseconds. Pure.
 */
export function prepareRequest(sender: Sender, deliveryId: string, body: Buffer, now: number): PreparedRequest {
  const own = ownHeaders(sender)
  const has = (name: string) => own.some(([given]) => given.toLowerCase() === name)
  const headers: Header[] = [
    ...(has('content-type') ? [] : [['content-type', 'application/json'] as const]),
    ...(has('user-agent') ? [] : [['user-agent', `Hookwright/${version}`] as const]),
    ['accept-encoding', 'identity'],
    ...own,
    ...authHeader(sender),
    ...signatureHeaders(sender, deliveryId, body, now),
  ]
  const url = appendParams(sender.url, sender.params)
  const secretNames = sender.headers.filter(({ secret }) => secret).map(({ name }) => name)
  const recorded = redactHeaders(headers, secretNames).map(([name, value]) => [name.toLowerCase(), sender.redact(value)])
  return { url, headers, recorded: { url: sender.redact(maskUrl(url)), headers: Object.fromEntries(recorded) } }
}

/** Why nothing may be sent, if so: the rules for headers may have become stricter since they were saved. */
export const whyNotSent = (sender: Sender): string | null => {
  if (sender.problem !== null) return sender.problem
  const named = ownHeaders(sender).map(([name, value]) => ({ name, value }))
  const signed = sender.signing.scheme === 'hmac' ? [{ name: sender.signing.header ?? DEFAULT_HMAC_HEADER }] : []
  const problem = checkHeaders([...named, ...signed], { authKind: sender.auth.kind })[0]
  return problem ? `A header may not be sent: ${problem.message}` : null
}
