import { setTimeout } from 'node:timers/promises'
import type { ListedRoute } from './list-routes'

/** What a route is called with; `headers` carry who calls. */
export interface RouteCall {
  params?: Record<string, string>
  query?: string
  /** JSON, or with `raw` the bytes themselves. */
  body?: unknown
  raw?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
  headers?: Record<string, string>
}

export interface RouteAnswer {
  status: number
  headers: Headers
  text: string
}

const addressOf = (path: string, params: Record<string, string>): string =>
  path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent((params[name] ?? '').toWellFormed()))

/** Calls a route's handler as Next does, without a server. */
export async function callRoute(route: ListedRoute, { params = {}, query = '', body, raw, headers = {} }: RouteCall): Promise<RouteAnswer> {
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const request = new Request(`http://localhost:3000${addressOf(route.path, params)}${query}`, {
    method: route.method,
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(text !== undefined && { body: text, duplex: 'half' }),
  })
  const response = await route.handler(request, { params: Promise.resolve(params) })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const INSIST_TIMES = 20
const BUSY = 'Too many templates are being rendered' // said of a busy machine; another 503 is a finding

/** Asks again where a renderer is not free in time, and after the pause that is asked for where a fast machine is over the limit of requests. */
export async function insist(call: () => Promise<RouteAnswer>): Promise<RouteAnswer> {
  for (let times = 1; ; times++) {
    const answered = await call()
    const isBusy = answered.status === 503 && answered.text.includes(BUSY)
    if (times === INSIST_TIMES || !(isBusy || answered.status === 429)) return answered
    if (answered.status === 429) await setTimeout(Number(answered.headers.get('retry-after')) * 1000)
  }
}
