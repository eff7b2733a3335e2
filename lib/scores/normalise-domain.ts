const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/

/**
 * A domain or IP address in the one form in which it is stored: lower case, punycode, no trailing dot; null when it is
 * none. An address keeps its meaning: `1` is not `0.0.0.1` here, and ports, paths and user names are refused.
 */
export function normaliseDomain(text: string): string | null {
  const given = text.trim().replace(/\.$/, '')
  if (given.length > 253 || /[\s/\\?#@%[\]<>^|]/.test(given)) return null
  if (given.includes(':')) return toHost(`[${given}]`)?.slice(1, -1) ?? null
  const host = toHost(given)
  if (host === null || host.length > 253) return null
  if (IPV4.test(host)) return IPV4.test(given) ? host : null
  const labels = host.split('.')
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) ? host : null
}

const toHost = (text: string): string | null => {
  try {
    return new URL(`http://${text}/`).hostname || null
  } catch {
    return null
  }
}
