import { isSecretName, maskUrl } from '@/lib/security/mask-url'
import { isSecretHeader, redactHeaders } from '@/lib/security/redact-headers'
import type { HeaderPair } from '@/lib/security/safe-response'
import { signatureHeaderOf } from './check-signature'
import type { StoredSigning } from '@/lib/integrations/settle-signing'

/** What is known of who sends: the integration; `unsaved`: a test of one that is only on somebody's screen. */
export type Sender =
  | { kind: 'integration'; signing: StoredSigning; secretHeaders: readonly string[]; redact: (text: string) => string }
  | { kind: 'unsaved' }
  | { kind: 'stranger' }

// What every request of ours has besides the destination's own headers.
const ORDINARY = new Set([
  'host', 'connection', 'content-type', 'content-length', 'transfer-encoding', 'user-agent', 'accept-encoding', 'accept', 'webhook-id', 'webhook-timestamp',
])
const isSignature = (name: string): boolean => /(?:^|-)(?:signature|sig|hmac)$/.test(name)

// Which headers of an unsaved integration are secret is not stored anywhere: of its own headers none is shown.
const isSecretOf = (sender: Sender, name: string): boolean => {
  if (sender.kind === 'integration' && name === signatureHeaderOf(sender.signing)) return false
  if (sender.kind === 'unsaved' && !ORDINARY.has(name) && !isSignature(name)) return true
  return isSecretHeader(name) || (isSecretName(name) && !isSignature(name))
}

/** Headers as they are kept: credentials, secret headers and what is called like a secret are replaced. Pure. */
export function hideSecrets(headers: readonly HeaderPair[], sender: Sender): HeaderPair[] {
  const known = sender.kind === 'integration' ? sender.secretHeaders : []
  const named = headers.map(([name]) => name.toLowerCase()).filter((name) => isSecretOf(sender, name))
  return redactHeaders(headers, [...known, ...named.filter((name) => name !== 'authorization')])
    .map(([name, value]) => [name, sender.kind === 'integration' ? sender.redact(value) : value])
}

/** A query as it is kept, with its question mark: what looks like a token is masked. */
export function hideInQuery(query: string, sender: Sender): string {
  if (query === '') return ''
  const masked = maskUrl(`http://inbox.invalid/${query}`)
  const shown = masked.includes('?') ? masked.slice(masked.indexOf('?')) : ''
  return sender.kind === 'integration' ? sender.redact(shown) : shown
}
