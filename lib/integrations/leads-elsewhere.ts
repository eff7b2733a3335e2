import { env } from '@/lib/env'
import { parseUrl } from '@/lib/security/parse-url'

// One root dot is the same host. Of our own inbox each token is a receiver of its own.
const placeOf = (text: string, ownUrl: string): string => {
  const url = parseUrl(text)
  if (url === null) return text
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  return url.origin === ownUrl ? url.origin + url.pathname : url.origin
}

/** Whether scheme, host or port differ: then whoever edits must type the destination's secrets again. */
export const leadsElsewhere = (before: string, after: string, ownUrl = env().APP_URL): boolean =>
  placeOf(before, ownUrl) !== placeOf(after, ownUrl)
