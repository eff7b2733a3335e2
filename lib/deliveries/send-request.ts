import type { ErrorCode, Timings } from '@/lib/contracts/delivery'
import type { Door } from '@/lib/security/create-door'
import { MASK } from '@/lib/security/mask-url'
import { parseUrl } from '@/lib/security/parse-url'
import type { ReceivedResponse, SafeResponse } from '@/lib/security/safe-response'
import type { AttemptOutcome } from './classify-attempt'
import { whyNotSent, prepareRequest, type Sender } from './prepare-request'

/** What one request came to, as it is recorded: no secrets in it. */
export interface Exchange {
  startedAt: number // ms since the epoch
  durationMs: number
  url: string
  requestHeaders: Record<string, string>
  response: { status: number; headers: Record<string, string>; body: Buffer; truncated: boolean } | null
  outcome: AttemptOutcome
  timings: Timings | null
}

const joinHeaders = (pairs: ReceivedResponse['headers'], redact: (text: string) => string): Record<string, string> => {
  const joined = new Map<string, string>()
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    const before = joined.get(key)
    joined.set(key, redact(before === undefined ? value : `${before}, ${value}`))
  }
  return Object.fromEntries(joined)
}

// A receiver may echo what it was sent: our secrets are taken out. Bytes that are not UTF-8 stay as they are.
const redactBody = (body: Buffer, redact: (text: string) => string): Buffer => {
  const text = body.toString('latin1')
  const clean = redact(text)
  return clean === text ? body : Buffer.from(clean, 'latin1')
}

const toOutcome = (answer: SafeResponse, headers: Record<string, string>): AttemptOutcome =>
  answer.outcome === 'response'
    ? { kind: 'response', status: answer.status, retryAfter: headers['retry-after'] }
    : { kind: 'error', code: answer.code, message: answer.message }

const refused = (startedAt: number, url: string, code: ErrorCode, message: string): Exchange =>
  ({ startedAt, durationMs: 0, url, requestHeaders: {}, response: null, outcome: { kind: 'error', code, message }, timings: null })

/**
 * Sends one attempt through the door and says what came of it; never rejects. `url` and headers in the result are those
 * to keep: masked and without secrets.
 */
export async function sendRequest(
  door: Door, sender: Sender, delivery: { id: string; body: Buffer; timeoutMs: number }, startedAt: number,
): Promise<Exchange> {
  if (parseUrl(sender.url) === null) return refused(startedAt, MASK, 'protocol', 'What is stored as the URL is none')
  const prepared = prepareRequest(sender, delivery.id, delivery.body, startedAt)
  const bad = whyNotSent(sender)
  if (bad !== null) return refused(startedAt, prepared.recorded.url, 'protocol', bad)
  const answer = await door.request({
    url: prepared.url, headers: prepared.headers, body: delivery.body, timeoutMs: delivery.timeoutMs,
  })
  const response = answer.outcome === 'response' ? answer : answer.response
  const headers = response ? joinHeaders(response.headers, sender.redact) : {}
  return {
    startedAt,
    durationMs: Math.round(answer.durationMs),
    url: prepared.recorded.url,
    requestHeaders: prepared.recorded.headers,
    response: response && {
      status: response.status, headers, body: redactBody(response.body, sender.redact), truncated: response.truncated,
    },
    outcome: toOutcome(answer, headers),
    timings: answer.timings,
  }
}
