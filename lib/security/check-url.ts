import { isIP } from 'node:net'
import { checkHostName } from '@/lib/security/check-host-name'
import type { DestinationPolicy, OwnInbox } from '@/lib/security/destination-policy'
import { isBadPort } from '@/lib/security/is-bad-port'
import { judgeAddress } from '@/lib/security/judge-address'
import { parseUrl } from '@/lib/security/parse-url'

export type UrlRefusal =
  | 'too_long'
  | 'bad_characters'
  | 'scheme'
  | 'unparsable'
  | 'userinfo'
  | 'port'
  | 'host'
  | 'reserved_name'
  | 'own_address'
  | 'private_address'
  | 'https_only'

/** `ownInbox`: the one exception, an URL of our own built-in receiver, which is dialled at HOST:PORT. */
export type UrlCheck =
  { ok: true; url: URL; href: string; ownInbox: boolean } | { ok: false; code: UrlRefusal; message: string }

export const MAX_URL_LENGTH = 2048

const BAD_CHARACTERS = /[\p{Cc}\p{Z}\p{Cs}\\]/u
const HTTP_AUTHORITY = /^https?:\/\/(?<authority>[^/?#]+)/i
const INBOX_PATH = /^\/inbox\/[\w-]+$/

/**
 * The lexical rules for a destination, for use at save and again before each attempt. Keep and use only the returned
 * `href`: it is parsed once, without a root dot. Names are judged when they are resolved (see `createDoor`);
 * literal addresses are judged here. Messages are for the person who typed the URL.
 */
export function checkUrl(input: string, policy: DestinationPolicy): UrlCheck {
  const refusal = checkText(input)
  if (refusal) return refusal
  const url = parseWithoutRoot(input)
  if (!url) return refuse('unparsable', 'This is not a valid URL')
  if (url.href.length > MAX_URL_LENGTH) return tooLong()
  if (policy.ownInbox && isOwnOrigin(url, policy.ownInbox)) return checkOwnUrl(url, policy.ownInbox)
  if (url.port !== '' && isBadPort(Number(url.port))) return refuse('port', `Port ${url.port} is not allowed`)
  return checkHost(url, policy) ?? { ok: true, url, href: url.href, ownInbox: false }
}

function checkText(input: string): UrlCheck | null {
  if (input.length > MAX_URL_LENGTH) return tooLong()
  if (BAD_CHARACTERS.test(input)) {
    return refuse('bad_characters', 'The URL contains spaces, control characters or backslashes; encode them')
  }
  const authority = HTTP_AUTHORITY.exec(input)?.groups?.authority
  if (authority === undefined) return refuse('scheme', 'The URL must start with https:// and a host name')
  if (authority.includes('@')) {
    return refuse('userinfo', 'The URL must not contain a user name or password; use the authentication fields')
  }
  return null
}

function parseWithoutRoot(input: string): URL | null {
  const url = parseUrl(input)
  // One root dot is valid DNS but would give the same host two spellings.
  if (url?.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  return url
}

function checkHost(url: URL, policy: DestinationPolicy): UrlCheck | null {
  const host = bareHost(url)
  const inPrivateRange = isIP(host) === 0 ? checkName(host, policy) : checkLiteral(host, url, policy)
  if (typeof inPrivateRange !== 'boolean') return inPrivateRange
  if (url.protocol === 'http:' && !policy.allowHttp && !inPrivateRange) {
    return refuse('https_only', 'Only https:// is allowed')
  }
  return null
}

// A name may turn out to be in an allowed range, which is known at connect only: http passes until then.
function checkName(host: string, policy: DestinationPolicy): UrlCheck | boolean {
  const hasRanges = policy.allowedPrivate.length > 0
  const problem = checkHostName(host, { allowReserved: hasRanges })
  return problem ? refuse(problem.code, problem.message) : hasRanges
}

function checkLiteral(host: string, url: URL, policy: DestinationPolicy): UrlCheck | boolean {
  const verdict = judgeAddress(host, effectivePort(url), policy)
  return verdict.ok
    ? verdict.inRange
    : refuse('private_address', `The URL points to a private address: ${verdict.reason}`)
}

function checkOwnUrl(url: URL, own: OwnInbox): UrlCheck {
  const app = new URL(own.appUrl)
  const base = app.pathname.replace(/\/$/, '')
  const isInbox = url.protocol === app.protocol && url.host === app.host && url.pathname.startsWith(base)
  if (isInbox && INBOX_PATH.test(url.pathname.slice(base.length))) {
    return { ok: true, url, href: url.href, ownInbox: true }
  }
  return refuse('own_address', 'The URL points to this service itself; only its /inbox addresses can be used')
}

// A public service listens on 80 and 443 alike, so its other scheme is the same service; behind it is our own port.
function isOwnOrigin(url: URL, own: OwnInbox): boolean {
  const app = new URL(own.appUrl)
  if (url.hostname !== app.hostname) return false
  const ports = [...(app.port === '' ? [80, 443] : [Number(app.port)]), own.port, ...(own.otherPorts ?? [])]
  return ports.includes(effectivePort(url))
}

/** The host of a parsed URL without the brackets of IPv6. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** The port that will be dialled. */
export function effectivePort(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

function tooLong(): UrlCheck {
  return refuse('too_long', `The URL is longer than ${MAX_URL_LENGTH} characters`)
}

function refuse(code: UrlRefusal, message: string): UrlCheck & { ok: false } {
  return { ok: false, code, message }
}
