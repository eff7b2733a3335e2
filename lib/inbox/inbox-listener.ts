import type { IncomingMessage, ServerResponse } from 'node:http'
import { INBOX_BODY_BYTES } from '@/lib/contracts/inbox'
import { BodyBudget } from '@/lib/http/body-budget'
import { DomainError } from '@/lib/errors'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { logger } from '@/lib/logger'
import type { HeaderPair } from '@/lib/security/safe-response'
import { InboxGate } from './inbox-gate'
import { receiveRequest, type Receipt } from './receive-request'

const INBOX_PATH = /^\/inbox\/([\w-]{1,100})$/
const MOST_BODIES_BYTES = 32 * 1024 * 1024
// An answer that waits holds a connection of this server.
const MOST_WAITING = 100

/** Whether an address is the inbox's; nothing else lives below it, and its screen is `/inbox` itself. */
export const isInboxAddress = (url = '/'): boolean => url.startsWith('/inbox/')

interface Told {
  status: number
  text: string
  retryAfterSeconds?: number | null
}

const busy: Told = { status: 429, text: 'The inbox takes no more requests at this rate. Send it again.', retryAfterSeconds: 1 }

const describe = (receipt: Receipt): Told => {
  if (receipt.outcome === 'unknown') return { status: 404, text: 'There is no such inbox' }
  const { id, status, retryAfterSeconds } = receipt
  if (status === 413) return { status, text: `Kept as ${id}, but only its first ${INBOX_BODY_BYTES / 1024} KB` }
  return { status, retryAfterSeconds, text: status < 300 ? `Kept as ${id}` : `Kept as ${id}; this inbox is set to answer ${status}` }
}

/** The body, or its beginning. What comes after that is thrown away as it arrives. Null when the request breaks off. */
function readBeginning(request: IncomingMessage, take: (bytes: number) => void): Promise<{ body: Buffer; truncated: boolean } | null> {
  return new Promise((resolve, reject) => {
    if (request.destroyed) return resolve(null)
    const chunks: Buffer[] = []
    let size = 0
    const end = (truncated: boolean) => {
      request.removeAllListeners('data').resume()
      resolve({ body: Buffer.concat(chunks), truncated })
    }
    request.on('data', (chunk: Buffer) => {
      const kept = chunk.subarray(0, INBOX_BODY_BYTES - size)
      size += chunk.length
      try {
        take(kept.length)
      } catch (error) {
        request.removeAllListeners('data').resume()
        return reject(error instanceof Error ? error : new Error(String(error)))
      }
      chunks.push(kept)
      if (size > INBOX_BODY_BYTES) end(true)
    })
    request.once('end', () => end(false))
    request.once('error', () => resolve(null))
    request.once('close', () => resolve(null))
  })
}

const pairsOf = ({ rawHeaders }: IncomingMessage): HeaderPair[] =>
  Array.from({ length: rawHeaders.length / 2 }, (_, index): HeaderPair => [rawHeaders[2 * index] ?? '', rawHeaders[2 * index + 1] ?? ''])

const splitUrl = (url: string): [path: string, query: string] => {
  const mark = url.indexOf('?')
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark)]
}

function send(response: ServerResponse, { status, text, retryAfterSeconds }: Told): void {
  if (response.destroyed) return
  const headers: Record<string, string | number> = {
    'cache-control': 'no-store',
    ...(retryAfterSeconds && { 'retry-after': retryAfterSeconds }),
    // What is left of a long body is not waited for.
    ...(status === 413 && { connection: 'close' }),
    ...(status !== 204 && { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(text) }),
  }
  response.writeHead(status, headers)
  response.end(status === 204 ? undefined : text)
}

/**
 * Answers everything below `/inbox/`, before the framework sees it: no session, cookie or header of a request has any
 * effect but to be kept. Memory, rate and answers that wait are bounded, for anybody may send here.
 */
export function createInboxListener(now: () => number = Date.now): (request: IncomingMessage, response: ServerResponse) => void {
  const gate = new InboxGate()
  const budget = new BodyBudget(MOST_BODIES_BYTES)
  let waiting = 0

  const wait = (response: ServerResponse, delayMs: number): Promise<void> => new Promise((resolve) => {
    waiting += 1
    const end = () => {
      waiting -= 1
      clearTimeout(timer)
      response.off('close', end)
      resolve()
    }
    const timer = setTimeout(end, delayMs)
    response.once('close', end)
  })

  const answer = async (request: IncomingMessage, response: ServerResponse, take: (bytes: number) => void): Promise<Told | null> => {
    const [path, query] = splitUrl(request.url ?? '/')
    const token = INBOX_PATH.exec(path)?.[1]
    if (token === undefined) return describe({ outcome: 'unknown' })
    if (!gate.admit(token, now())) return busy
    const read = await readBeginning(request, take)
    if (!read) return null
    const forwarded = request.headers['x-forwarded-for']
    const receipt = await receiveRequest({
      token, query, method: request.method ?? 'GET', headers: pairsOf(request), ...read, address: typeof forwarded === 'string' ? forwarded : null,
    }, now())
    if (receipt.outcome === 'unknown') gate.forget(token)
    else gate.remember(token, now())
    const delayMs = receipt.outcome === 'stored' ? receipt.delayMs : 0
    if (delayMs > 0 && waiting < MOST_WAITING) await wait(response, delayMs)
    return describe(receipt)
  }

  return (request, response) => {
    const share = budget.open()
    answer(request, response, share.take)
      .then((told) => told && send(response, told))
      .catch((error: unknown) => {
        const isExpected = error instanceof DomainError || isDatabaseDown(error)
        if (!isExpected) logger().error({ err: error }, 'inbox request could not be kept')
        send(response, isExpected ? { status: 503, text: 'It cannot be kept now. Send it again.', retryAfterSeconds: 5 } : { status: 500, text: 'It could not be kept' })
      })
      .finally(share.release)
  }
}
