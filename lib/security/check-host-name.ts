/** Why a name is refused; null when it may be resolved. */
export type HostNameProblem = { code: 'host' | 'reserved_name'; message: string }

const LABEL = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/
// Names that never lead to the public internet: RFC 6761, 6762, 7686, 8375, ICANN's .internal, Kubernetes' .svc.
const RESERVED = /(?:^|\.)(?:svc|localhost|local|internal|localdomain|home\.arpa|onion|test|invalid)$/

/**
 * The rules for a destination's host name (lower case, no root dot, as `URL` gives it).
 * `allowReserved`: private ranges are configured, so reserved and single-label names may lead there.
 */
export function checkHostName(host: string, { allowReserved }: { allowReserved: boolean }): HostNameProblem | null {
  const labels = host.split('.')
  if (host.length > 253) return problem('host', 'The host name is longer than 253 characters')
  if (!labels.every((label) => LABEL.test(label))) return problem('host', `"${host}" is not a valid host name`)
  if (/^\d+$/.test(labels.at(-1) ?? '')) return problem('host', `"${host}" is neither a name nor an address`)
  if (allowReserved) return null
  if (RESERVED.test(host)) return problem('reserved_name', `"${host}" is a private or reserved name`)
  if (labels.length < 2) return problem('host', `"${host}" is not a public host name: it has no domain`)
  return null
}

function problem(code: HostNameProblem['code'], message: string): HostNameProblem {
  return { code, message }
}
