import * as z from 'zod'
import type { ServerSettings } from './server-settings'

/** What became of events that were sent to the server. */
export type SendOutcome =
  | { outcome: 'taken' }
  /** The server will not have these events; others it may. */
  | { outcome: 'refused'; reason: string }
  /** Unreachable, overloaded or not letting us in: the same events go through later. */
  | { outcome: 'unavailable'; reason: string }

export type SendEvents = (events: readonly string[], signal?: AbortSignal) => Promise<SendOutcome>

const CLOUD = 'https://inn.gs/'
const PATIENCE_MS = 10_000
const ABOUT_THE_EVENTS = [400, 413, 422]

// Only the documented acknowledgement counts: any web server at a wrong address may say 200.
const acknowledgement = z.object({ status: z.literal(200), ids: z.array(z.string()), error: z.string().length(0).optional() })
const complaint = z.object({ error: z.string() })

/** Sends events, each as JSON text, by Inngest's event API (`POST /e/<event key>`). */
export function createSendEvents({ baseUrl = CLOUD, eventKey }: Pick<ServerSettings, 'baseUrl' | 'eventKey'>): SendEvents {
  const url = new URL(`e/${encodeURIComponent(eventKey)}`, baseUrl)
  return async (events, signal) => {
    // Not AbortSignal.any: it would keep something of every request on a signal that lives as long as the process.
    const ending = new AbortController()
    const end = () => ending.abort(new Error(signal?.aborted ? 'the worker stops' : 'no answer in time'))
    const timer = setTimeout(end, PATIENCE_MS)
    signal?.addEventListener('abort', end)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `[${events.join(',')}]`,
        redirect: 'error',
        signal: ending.signal,
      })
      return judge(response.status, parse(await response.text()))
    } catch (error) {
      return { outcome: 'unavailable', reason: explain(error) }
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
    }
  }
}

function judge(status: number, body: unknown): SendOutcome {
  if (status === 200 && acknowledgement.safeParse(body).success) return { outcome: 'taken' }
  const said = complaint.safeParse(body)
  const reason = `it answered ${status}${said.success ? `: ${said.data.error}` : ''}`
  if (status === 401 || status === 403) return { outcome: 'unavailable', reason: `${reason} (INNGEST_EVENT_KEY)` }
  return { outcome: ABOUT_THE_EVENTS.includes(status) ? 'refused' : 'unavailable', reason }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
