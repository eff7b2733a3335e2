/** What is answered; Next fails with 500 on TRACE, which no `Request` can be made of. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const PLAIN = /^\/(?!\/)[\w./~-]*(\?[\w.~=&%:+,-]*)?$/

// `URL.canParse` of Node.js 20 answers wrongly after thousands of calls.
const isAddress = (text: string, base?: string): boolean => {
  try {
    return new URL(text, base) !== null
  } catch {
    return false
  }
}

// Next fails with 500 on a path that cannot be decoded.
const isDecodable = (path: string): boolean => {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/**
 * The status with which a request is refused before anybody handles it, or null. Its target must be a path: `*` and what
 * is no part of an address end in a 500, and an address with a host in it is for proxies.
 */
export function refusalOf(method = '', target = ''): 400 | 405 | null {
  if (!METHODS.includes(method)) return 405
  if (PLAIN.test(target)) return null
  if (!target.startsWith('/') || !isDecodable(target.split('?', 1)[0] ?? '')) return 400
  return isAddress(`http://here.invalid${target}`) && isAddress(target, 'http://here.invalid') ? null : 400
}
