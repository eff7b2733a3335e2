/** What is answered; Next fails with 500 on TRACE, which no `Request` can be made of. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * The status with which a request is refused before anybody handles it, or null. Its target must be a path: `*` and what
 * is no part of an address end in a 500, and an address with a host in it is for proxies.
 */
export function refusalOf(method = '', target = ''): 400 | 405 | null {
  if (!METHODS.includes(method)) return 405
  return target.startsWith('/') && URL.canParse(`http://here.invalid${target}`) && URL.canParse(target, 'http://here.invalid') ? null : 400
}
