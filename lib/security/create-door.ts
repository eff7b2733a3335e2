import { networkInterfaces } from 'node:os'
import { ConnectionPool } from '@/lib/security/connection-pool'
import type { DestinationPolicy } from '@/lib/security/destination-policy'
import { Exchange, type PreparedRequest } from '@/lib/security/exchange'
import { createSystemResolver, type ResolveName } from '@/lib/security/guard-lookup'
import { resolveTarget, type Target, type TargetResult } from '@/lib/security/resolve-target'
import type { SafeErrorCode, SafeRequest, SafeResponse } from '@/lib/security/safe-response'

export type DoorOptions = {
  policy: DestinationPolicy
  /** Replaces the operating system's resolver; its answers are judged all the same. */
  lookup?: ResolveName
  /** Trust anchors in PEM instead of the system's. Verification itself cannot be turned off. */
  ca?: string | readonly string[]
  maxRequestBytes?: number
}

/** The one way out for requests to users' URLs. Keeps connections, so a process shares one. */
export type Door = {
  /** Sends one POST. Never rejects: what goes wrong is an outcome. */
  request(request: SafeRequest): Promise<SafeResponse>
  /** Refuses new requests, waits for those under way (each has its deadline), closes all connections. */
  close(): Promise<void>
}

const MAX_REQUEST_BYTES = 1024 * 1024
const MAX_RESPONSE_BYTES = 100 * 1024
const MAX_REMEMBERED_URLS = 5000
// What decides where a message ends or goes is ours: a second opinion on the wire is request smuggling.
const FRAMING_HEADERS: ReadonlySet<string> = new Set(
  'host content-length transfer-encoding connection keep-alive te trailer upgrade expect'.split(' '),
)

export function createDoor(options: DoorOptions): Door {
  const { ca, maxRequestBytes = MAX_REQUEST_BYTES } = options
  const context = { policy: withInterfaces(options.policy), resolve: createSystemResolver(options.lookup), ca }
  const pools = new Map<string, ConnectionPool>()
  const underWay = createCounter()
  const findTarget = remember((url) => resolveTarget(url, context))
  let isClosed = false

  const findPool = (target: Target): ConnectionPool => {
    const known = pools.get(target.key)
    if (known) return known
    const pool: ConnectionPool = new ConnectionPool(target, () => {
      if (pools.get(target.key) === pool) pools.delete(target.key)
    })
    pools.set(target.key, pool)
    return pool
  }
  const prepare = (request: SafeRequest): PreparedRequest | SafeResponse => {
    if (isClosed) return refuse('connect', 'This process is shutting down')
    const found = findTarget(request.url)
    if (!found.ok) return refuse('blocked_address', found.message)
    const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body
    if (body.length > maxRequestBytes) return refuse('too_large', `The body is larger than ${maxRequestBytes} bytes`)
    const headers = flattenHeaders(request.headers, found.target.hostHeader)
    if (typeof headers === 'string') return refuse('protocol', `The header ${headers} cannot be set`)
    const { timeoutMs, maxResponseBytes = MAX_RESPONSE_BYTES, signal } = request
    return { pool: findPool(found.target), path: found.target.path, headers, body, timeoutMs, maxResponseBytes, signal }
  }
  return {
    request(request) {
      const prepared = prepare(request)
      if ('outcome' in prepared) return Promise.resolve(prepared)
      underWay.add()
      return new Promise((resolve) => {
        new Exchange(prepared, (response) => {
          underWay.remove()
          resolve(response)
        }).start()
      })
    },
    async close() {
      isClosed = true
      await underWay.empty()
      for (const pool of [...pools.values()]) pool.closeIdle()
    },
  }
}

// A count, because a promise kept per request is felt on the hot path.
function createCounter() {
  let count = 0
  let onEmpty = () => {}
  return {
    add: () => void (count += 1),
    remove: () => {
      count -= 1
      if (count === 0) onEmpty()
    },
    empty: () => (count === 0 ? Promise.resolve() : new Promise<void>((resolve) => (onEmpty = resolve))),
  }
}

// Integrations are few and their attempts many; the verdict depends on the URL and the constant policy alone.
function remember(resolve: (url: string) => TargetResult): (url: string) => TargetResult {
  const known = new Map<string, TargetResult>()
  return (url) => {
    const seen = known.get(url)
    if (seen) return seen
    const result = resolve(url)
    if (known.size >= MAX_REMEMBERED_URLS) known.clear()
    known.set(url, result)
    return result
  }
}

// Gives the name of a refused header instead of the list.
function flattenHeaders(headers: SafeRequest['headers'], hostHeader: string | null): string[] | string {
  const flat = hostHeader === null ? [] : ['host', hostHeader]
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (FRAMING_HEADERS.has(lower)) return name
    if (lower !== 'accept-encoding') flat.push(name, value)
  }
  flat.push('accept-encoding', 'identity')
  return flat
}

function withInterfaces(policy: DestinationPolicy): DestinationPolicy {
  const own = policy.ownInbox
  if (!own || own.interfaces || !['', '0.0.0.0', '::'].includes(own.host)) return policy
  const interfaces = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
  return { ...policy, ownInbox: { ...own, interfaces } }
}

function refuse(code: SafeErrorCode, message: string): SafeResponse {
  const timings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null }
  return { outcome: 'error', code, message, durationMs: 0, timings, response: null }
}
