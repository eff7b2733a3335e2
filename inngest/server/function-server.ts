import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { RunnerLog } from '@/inngest/embedded/runner-options'
import type { CallAnswer, CallHandler } from './create-call-handler'
import { SERVE_PATH } from './server-settings'

/** An Inngest server sends at most 4 MB; some room for what JSON escapes. */
export const MAX_CALL_BYTES = 5 * 1024 * 1024
const KEEP_ALIVE_MS = 65_000
const SIGNATURE = 'x-inngest-signature'

const say = (status: number, message: string): CallAnswer =>
  ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) })

const UNAUTHORIZED = say(401, 'Unauthorized')

/** Serves the durable functions over HTTP, to whoever has the signing key. */
export class FunctionServer {
  private readonly server: Server

  constructor(private readonly handle: CallHandler, private readonly log: RunnerLog) {
    this.server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 1000 }, (request, response) => {
      void this.answer(request).then(({ status, headers, body }) => {
        // What was not read of a refused body would be taken for the next request.
        if (!request.complete) response.shouldKeepAlive = false
        response.writeHead(status, headers).end(body)
      })
    })
  }

  /** Resolves when it takes calls; rejects when the address cannot be listened on. */
  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, host, () => {
        this.server.off('error', reject)
        resolve()
      })
    })
  }

  /** Takes no more calls and waits for those under way, `timeoutMs` at most; the server calls again for what was cut. */
  async stop(timeoutMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    const idle = setInterval(() => this.server.closeIdleConnections(), 50)
    const force = setTimeout(() => this.server.closeAllConnections(), timeoutMs)
    await closed
    clearInterval(idle)
    clearTimeout(force)
  }

  private async answer(request: IncomingMessage): Promise<CallAnswer> {
    const url = new URL(request.url ?? '/', 'http://worker.invalid')
    if (url.pathname !== SERVE_PATH) return say(404, 'Not found')
    if (request.headers[SIGNATURE] === undefined) return UNAUTHORIZED
    try {
      const body = await readBody(request)
      if (body === null) return say(413, `At most ${MAX_CALL_BYTES} bytes are taken`)
      if (!isJson(body)) return UNAUTHORIZED // the signature is one of the parsed body
      return await this.handle({ method: request.method ?? '', url, headers: request.headers, body })
    } catch (error) {
      this.log.error({ err: String(error) }, 'a call of the Inngest server failed')
      return say(500, 'Internal error')
    }
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_CALL_BYTES) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue // without an encoding set, a request gives buffers
    size += chunk.length
    if (size > MAX_CALL_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function isJson(text: string): boolean {
  if (text === '') return true
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
