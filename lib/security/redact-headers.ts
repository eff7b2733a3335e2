import type { HeaderPair } from '@/lib/security/safe-response'
import { REDACTED } from '@/lib/security/redact-values'

// Their values are credentials whoever set them.
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'x-auth-token',
])

export const isSecretHeader = (name: string): boolean => SECRET_HEADERS.has(name.toLowerCase())

/**
 * Headers as they may be stored and shown: credentials and the destination's secret headers are replaced, of
 * `authorization` the scheme stays. Signatures are shown; they give nothing away.
 */
export function redactHeaders(
  headers: ReadonlyArray<readonly [name: string, value: string]>,
  secretNames: Iterable<string> = [],
): HeaderPair[] {
  const secret = new Set([...secretNames].map((name) => name.toLowerCase()))
  return headers.map(([name, value]): HeaderPair => {
    const lower = name.toLowerCase()
    if (!SECRET_HEADERS.has(lower) && !secret.has(lower)) return [name, value]
    const scheme = lower === 'authorization' && !secret.has(lower) ? /^(?:Basic|Bearer) /i.exec(value)?.[0] : undefined
    return [name, `${scheme ?? ''}${REDACTED}`]
  })
}
