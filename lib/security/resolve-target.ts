import { isIP, type LookupFunction } from 'node:net'
import { lookup as systemLookup } from 'node:dns'
import { bareHost, checkUrl, effectivePort } from '@/lib/security/check-url'
import type { DestinationPolicy } from '@/lib/security/destination-policy'
import { guardLookup, type ResolveName } from '@/lib/security/guard-lookup'
import type { Dial } from '@/lib/security/open-socket'

/** A checked URL as it is dialled and requested. Requests with one `key` may share connections. */
export type Target = { key: string; origin: string; path: string; hostHeader: string | null; dial: Dial }

export type TargetResult = { ok: true; target: Target } | { ok: false; message: string }

export type TargetContext = { policy: DestinationPolicy; resolve: ResolveName; ca?: string | readonly string[] }

/** Checks a URL by the rules that hold before every attempt and says where it leads. Names are judged at connect. */
export function resolveTarget(input: string, context: TargetContext): TargetResult {
  const check = checkUrl(input, context.policy)
  if (!check.ok) return check
  return { ok: true, target: check.ownInbox ? inboxTarget(check.url, context) : publicTarget(check.url, context) }
}

function publicTarget(url: URL, { policy, resolve, ca }: TargetContext): Target {
  const tls = url.protocol === 'https:'
  const port = effectivePort(url)
  const lookup = guardLookup({ resolve, policy, port, plainHttp: !tls })
  const dial: Dial = { host: bareHost(url), port, tls, lookup, ca }
  return { key: url.origin, origin: url.origin, path: url.pathname + url.search, hostHeader: null, dial }
}

// The own inbox is reached where the web process listens, in plain http, whatever stands in front of APP_URL.
function inboxTarget(url: URL, { policy }: TargetContext): Target {
  const { host = '', port = 0 } = policy.ownInbox ?? {}
  const local = listeningHost(host)
  const dial: Dial = { host: local, port, tls: false, lookup: plainLookup }
  const path = url.pathname.slice(url.pathname.lastIndexOf('/inbox/')) + url.search
  const authority = isIP(local) === 6 ? `[${local}]` : local
  return { key: 'own inbox', origin: `http://${authority}:${port}`, path, hostHeader: url.host, dial }
}

function listeningHost(host: string): string {
  if (host === '' || host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

const plainLookup: LookupFunction = (hostname, options, callback) => systemLookup(hostname, options, callback)
