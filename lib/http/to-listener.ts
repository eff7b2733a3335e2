import type { IncomingMessage, ServerResponse } from 'node:http'
import { logger } from '@/lib/logger'
import { BodyBudget } from './body-budget'
import type { Answering } from './handle'
import type { Answer, Incoming } from './incoming'
import { checkLength, cutOff, tooLarge } from './read-body'

type Take = (bytes: number) => void

/**
 * Reads a body into memory. What comes after a refusal is drained by node:http, so that the client can read the answer
 * on a connection that stays usable.
 */
function readBytes(request: IncomingMessage, limit: number, take: Take): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (request.destroyed) return reject(cutOff()) // while the caller was looked up; no event would tell
    const chunks: Buffer[] = []
    let size = 0
    const refuse = (error: unknown) => {
      request.removeAllListeners('data').resume()
      chunks.length = 0
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      try {
        if (size > limit) throw tooLarge(limit)
        take(chunk.length)
        chunks.push(chunk)
      } catch (error) {
        refuse(error)
      }
    })
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', () => refuse(cutOff()))
    request.on('close', () => request.readableEnded || refuse(cutOff()))
  })
}

// As `Headers` gives them: repeated ones joined (node:http has done it for all but these), absent ones null.
const valueOf = (value: string | string[] | undefined): string | null =>
  Array.isArray(value) ? value.join(', ') : (value ?? null)

const allHeaders = (request: IncomingMessage): Headers => {
  const pairs = Object.entries(request.headers).flatMap(([name, value]): Array<[string, string]> =>
    [value ?? []].flat().map((one) => [name, one]))
  return new Headers(pairs)
}

/** An `Incoming` of a request as node:http hands it over. */
function fromNodeRequest(request: IncomingMessage, take: Take): Incoming {
  const { url = '/' } = request
  const mark = url.indexOf('?')
  return {
    method: request.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)),
    headers: {
      get: (name) => valueOf(request.headers[name.toLowerCase()]),
      has: (name) => request.headers[name.toLowerCase()] !== undefined,
    },
    allHeaders: () => allHeaders(request),
    readBytes: async (limit) => {
      checkLength(request.headers['content-length'], limit)
      return readBytes(request, limit, take)
    },
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const text = body ?? ''
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** Answers requests of node:http without a framework. Bodies of unanswered requests are bounded together. */
export function toListener(
  answer: Answering<Record<string, never>>, budget = new BodyBudget(),
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const share = budget.open()
    answer(fromNodeRequest(request, share.take), {})
      .then((answered) => send(response, answered))
      // `answer` turns all failures into answers: what comes here is one that cannot be written.
      .catch((error: unknown) => {
        logger().error({ err: error }, 'answer could not be sent')
        response.destroy()
      })
      .finally(share.release)
  }
}
