import { env } from '@/lib/env'
import { DomainError } from '@/lib/errors'
import type { Incoming } from './incoming'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
type Asked = Pick<Incoming, 'method' | 'headers'>

const isFromHere = ({ headers }: Asked): boolean => {
  const origin = headers.get('origin')
  return origin === null ? headers.get('sec-fetch-site') === 'same-origin' : env().trustedOrigins.includes(origin)
}

const refuse = (): never => {
  throw new DomainError('forbidden', 'This request did not come from a page of this server')
}

/** A browser sends the session's cookie along from any site: an unsafe request must come from our own pages. 403. */
export function checkOrigin(request: Asked): void {
  if (!SAFE.has(request.method) && !isFromHere(request)) refuse()
}

const FROM_A_BROWSER = ['origin', 'cookie', 'sec-fetch-site']

/** The same for what needs no session, such as signing in: there a program, which says nothing of where it is, may ask too. */
export function checkOriginOfBrowser(request: Asked): void {
  if (FROM_A_BROWSER.some((name) => request.headers.has(name))) checkOrigin(request)
}
