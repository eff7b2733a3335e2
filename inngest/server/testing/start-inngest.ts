import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseDuration } from '@/inngest/embedded/duration'
import { createCallApp, runFunction, type RegisteredFunction } from './run-function'
import { hashSigningKey } from './sign-call'

export interface SentEvent {
  id: string
  name: string
  data: Record<string, unknown>
  ts: number
}

/** An Inngest server that a test can reach, and take away. */
export interface ReachableInngest {
  url: string
  eventKey: string
  signingKey: string
  /** Takes no connections any more, as a machine that is off; `up` brings it back with all it knew. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** An Inngest server for tests, over real HTTP: the event API, registration, and signed calls of the functions. */
export interface TestInngest extends ReachableInngest {
  /** All events that were taken, also those taken before under the same id. */
  events: SentEvent[]
  functions(): RegisteredFunction[]
  /** Runs that came to their end, by function. */
  finished: Map<string, number>
  /** Calls that could not be made or failed are made again, up to the function's retries; then the run is here. */
  failed: string[]
  /** Looks at each request for events before it is taken; may refuse it with a status. */
  onEvents(hook: (events: SentEvent[]) => Promise<number | void> | number | void): void
  /** Starts the functions with a cron trigger, as the minute does. */
  tick(): void
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const readFunction = (config: unknown): RegisteredFunction => {
  if (!isRecord(config) || !isRecord(config.steps) || !isRecord(config.steps.step)) throw new Error('not a function')
  const { runtime, retries } = config.steps.step
  const triggers = (Array.isArray(config.triggers) ? config.triggers : []).filter(isRecord)
  const batch = isRecord(config.batchEvents) ? config.batchEvents : undefined
  return {
    id: String(config.id),
    url: isRecord(runtime) ? String(runtime.url) : '',
    events: triggers.flatMap(({ event }) => (typeof event === 'string' ? [event] : [])),
    isCron: triggers.some(({ cron }) => cron !== undefined),
    maxAttempts: isRecord(retries) ? Number(retries.attempts) + 1 : 5,
    batch: batch && { maxSize: Number(batch.maxSize), timeoutMs: parseDuration(String(batch.timeout)) ?? 1000 },
  }
}

const readText = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer) // without an encoding set, a request gives buffers
  return Buffer.concat(chunks).toString()
}

export async function startInngest(): Promise<TestInngest> {
  const eventKey = randomBytes(8).toString('hex')
  const signingKey = `signkey-test-${randomBytes(32).toString('hex')}`
  const functions = new Map<string, RegisteredFunction>()
  const batches = new Map<string, { events: SentEvent[]; timer: NodeJS.Timeout }>()
  const timers = new Set<NodeJS.Timeout>()
  const seen = new Set<string>() // function and event id
  const finished = new Map<string, number>()
  const failed: string[] = []
  const events: SentEvent[] = []
  const call = createCallApp(signingKey)
  let hook: Parameters<TestInngest['onEvents']>[0] = () => {}
  let closed = false

  const start = (fn: RegisteredFunction, batch: SentEvent[]): void => {
    const runId = randomBytes(10).toString('hex')
    void runFunction({ fn, runId, events: batch, steps: {} }, call, () => closed).then((ended) => {
      if (ended) finished.set(fn.id, (finished.get(fn.id) ?? 0) + 1)
      else if (!closed) failed.push(fn.id)
    })
  }
  const later = (ms: number, work: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
    return timer
  }
  const flush = (fn: RegisteredFunction): void => {
    const batch = batches.get(fn.id)
    batches.delete(fn.id)
    clearTimeout(batch?.timer)
    if (batch) start(fn, batch.events)
  }
  // As the server does it: a batch neither knows the event's own id nor waits for its `ts`.
  const append = (fn: RegisteredFunction, event: SentEvent, { maxSize, timeoutMs }: NonNullable<RegisteredFunction['batch']>): void => {
    const batch = batches.get(fn.id) ?? { events: [], timer: later(timeoutMs, () => flush(fn)) }
    batch.events.push(event)
    batches.set(fn.id, batch)
    if (batch.events.length >= maxSize) flush(fn)
  }
  const trigger = (event: SentEvent): void => {
    for (const fn of functions.values()) {
      if (!fn.events.includes(event.name)) continue
      if (fn.batch) append(fn, event, fn.batch)
      else if (!seen.has(`${fn.id} ${event.id}`)) {
        seen.add(`${fn.id} ${event.id}`)
        later(Math.max(0, event.ts - Date.now()), () => start(fn, [event]))
      }
    }
  }

  const takeEvents = async (key: string, body: string) => {
    if (key !== eventKey) return { status: 401, body: { error: 'Event key not found', status: 401 } }
    const sent = JSON.parse(body) as SentEvent[] // what the relay sends is what is tested
    const refused = await hook(sent)
    if (refused) return { status: refused, body: { error: 'refused', status: refused } }
    events.push(...sent)
    sent.forEach(trigger)
    return { status: 200, body: { ids: sent.map(({ id }) => id), status: 200 } }
  }
  const register = (request: IncomingMessage, body: string) => {
    if (request.headers.authorization !== `Bearer ${hashSigningKey(signingKey)}`) return { status: 401, body: { error: 'unauthorized' } }
    const parsed: unknown = JSON.parse(body)
    const given = isRecord(parsed) && Array.isArray(parsed.functions) ? parsed.functions.map(readFunction) : []
    functions.clear()
    for (const fn of given) functions.set(fn.id, fn)
    return { status: 200, body: { ok: true, modified: true } }
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readText(request)
    const path = new URL(request.url ?? '/', 'http://inngest.invalid').pathname
    const result = path.startsWith('/e/') ? await takeEvents(path.slice(3), body)
      : path === '/fn/register' ? register(request, body)
        : path.startsWith('/v1/checkpoint/') ? { status: 200, body: {} } : { status: 404, body: { error: 'not found' } }
    response.writeHead(result.status, { 'content-type': 'application/json' }).end(JSON.stringify(result.body))
  }

  const server = createServer((request, response) => void answer(request, response).catch(() => response.writeHead(500).end()))
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const down = () => new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  await listen(0)
  const { port } = server.address() as AddressInfo // a TCP server has an address object
  return {
    url: `http://127.0.0.1:${port}`,
    eventKey,
    signingKey,
    events,
    functions: () => [...functions.values()],
    finished,
    failed,
    onEvents: (next) => { hook = next },
    tick: () => {
      for (const fn of functions.values()) if (fn.isCron) start(fn, [{ id: '', name: 'inngest/scheduled.timer', data: {}, ts: Date.now() }])
    },
    down,
    up: () => listen(port),
    close: async () => {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      if (server.listening) await down()
    },
  }
}
