import { timingSafeEqual } from 'node:crypto'
import type { InboxSignature } from '@/lib/contracts/inbox'
import type { IntegrationSecrets } from '@/lib/integrations/integration-secrets'
import type { StoredSigning } from '@/lib/integrations/settle-signing'
import { signHeaders } from '@/lib/security/sign-body'

/** How the integration that a request says it comes from signs. */
export interface Signer {
  signing: StoredSigning
  secrets: Pick<IntegrationSecrets, 'signing' | 'previousSigning'>
}

export interface SignedRequest {
  headers: ReadonlyArray<readonly [name: string, value: string]>
  body: Buffer
  truncated: boolean
}

// Standard Webhooks: what is older may be an old request sent once more.
const TOLERANCE_SECONDS = 300
const DEFAULT_HMAC = { header: 'X-Signature', algorithm: 'sha256', encoding: 'hex' } as const

const isSame = (left: string, right: string): boolean => {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** The header that carries the signature, in lower case; null for none. */
export const signatureHeaderOf = ({ scheme, header }: StoredSigning): string | null => {
  const names = { standard: 'webhook-signature', guard: 'x-guard-signature', argyle: 'x-argyle-signature', hmac: header ?? DEFAULT_HMAC.header, none: null }
  return names[scheme]?.toLowerCase() ?? null
}

/**
 * Checks a request as its receiver should: the signature made anew over the received bytes, with the integration's
 * secret of now. `nowSeconds` is unix time. Pure.
 */
export function checkSignature({ headers, body, truncated }: SignedRequest, { signing, secrets }: Signer, nowSeconds: number): InboxSignature {
  const { scheme } = signing
  const say = (state: InboxSignature['state'], reason: string | null = null): InboxSignature => ({ state, scheme, reason })
  const valueOf = (name: string) => headers.find(([given]) => given.toLowerCase() === name)?.[1]
  const carrier = signatureHeaderOf(signing)
  if (carrier === null) return say('unsigned', 'This integration does not sign')
  if (secrets.signing === undefined) return say(scheme === 'argyle' ? 'unsigned' : 'unchecked', 'This integration has no signing secret')
  const given = valueOf(carrier)
  if (given === undefined) return say('missing', `There is no header ${carrier}`)
  if (truncated) return say('unchecked', 'The body was too long to be kept, so that it cannot be checked')
  const timestamp = valueOf('webhook-timestamp') ?? ''
  if (scheme === 'standard' && !/^\d{1,12}$/.test(timestamp)) return say('wrong', 'webhook-timestamp is no unix time')
  const { header, algorithm, encoding } = { ...DEFAULT_HMAC, ...signing }
  const expected = signHeaders({
    scheme, body, webhookId: valueOf('webhook-id') ?? '', timestampSeconds: Number(timestamp), hmac: { header, algorithm, encoding },
    secrets: [secrets.signing, ...(scheme === 'standard' && secrets.previousSigning ? [secrets.previousSigning.secret] : [])],
  }).find(([name]) => name.toLowerCase() === carrier)?.[1] ?? ''
  // The standard scheme sends several while a rotated secret overlaps; one that fits is enough.
  const fits = scheme === 'standard'
    ? given.split(' ').some((one) => expected.split(' ').some((right) => isSame(one, right)))
    : isSame(given, expected)
  if (!fits) return say('wrong', 'It is not what the signing secret gives for this body')
  const isOld = scheme === 'standard' && Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE_SECONDS
  return isOld ? say('wrong', 'It fits, but webhook-timestamp is more than 5 minutes away: an old request sent again') : say('verified')
}
