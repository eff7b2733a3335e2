import { parseUrl } from '@/lib/security/parse-url'

export const MASK = '***'

// The last word of a parameter's name that says its value is a secret.
const SECRET_WORDS: ReadonlySet<string> = new Set(
  (
    'token key apikey secret sig signature password passwd pwd pass auth authorization code jwt hmac credential ' +
    'credentials sas session sessionid'
  ).split(' '),
)

/**
 * A URL for people who may not see its secrets: user info, path segments and query values that look like tokens are
 * replaced by `***`, query values with a telling name (`sig`, `api_key`, …) always; the fragment likewise.
 * What is no URL at all is masked as a whole.
 */
export function maskUrl(text: string): string {
  const url = parseUrl(text)
  if (url === null) return MASK
  const userInfo = url.username || url.password ? `${MASK}@` : ''
  const path = url.pathname.split('/').map(maskSegment).join('/')
  const query = url.search === '' ? '' : `?${url.search.slice(1).split('&').map(maskPair).join('&')}`
  const hash = url.hash === '' ? '' : `#${maskSegment(url.hash.slice(1))}`
  return `${url.protocol}//${userInfo}${url.host}${path}${query}${hash}`
}

function maskSegment(segment: string): string {
  return looksLikeToken(decode(segment)) ? MASK : segment
}

function maskPair(pair: string): string {
  const equals = pair.indexOf('=')
  if (equals === -1) return maskSegment(pair)
  const name = decode(pair.slice(0, equals))
  const value = pair.slice(equals + 1)
  const isSecret = isSecretName(name) || looksLikeToken(decode(value))
  return `${pair.slice(0, equals)}=${isSecret && value !== '' ? MASK : value}`
}

/** Does a parameter of this name hold a secret (`apiKey`, `x-api-key`, `access_token`, `sig`)? */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[-_.[\]]/)
    .filter(Boolean)
  return SECRET_WORDS.has(words.at(-1) ?? '')
}

/**
 * Does this text look like something nobody typed by hand: a UUID, a long number, or a long run of letters and digits?
 * Errs on the side of masking.
 */
export function looksLikeToken(text: string): boolean {
  if (/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/i.test(text)) return true
  const runs = text.match(/[A-Za-z\d+/=]{12,}/g) ?? []
  if (runs.some((run) => run.length >= 24 || (run.length >= 16 && /\d/.test(run)) || isMixed(run))) return true
  // base64url breaks into short runs at - and _.
  return /^[\w.~-]{20,}$/.test(text) && isMixed(text)
}

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not valid percent encoding; as it stands it is what a viewer would see.
    return text
  }
}
