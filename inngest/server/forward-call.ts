import { isIP } from 'node:net'
import { MAX_CALL_BYTES } from './function-server'
import { SERVE_PATH, type ServerSettings } from './server-settings'

// They belong to one connection, not to the call.
const OWN_HEADERS = [
  'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'te', 'trailer', 'upgrade', 'expect', 'host', 'accept-encoding',
  'content-encoding',
]

const plain = (status: number, message: string): Response => Response.json({ message }, { status })

/** Where the worker of this machine serves the functions: HOST and WORKER_PORT, or loopback where HOST is every address. */
export function workerAddress({ host, port }: Pick<ServerSettings, 'host' | 'port'>): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${isIP(reachable) === 6 ? `[${reachable}]` : reachable}:${port}`
}

/**
 * Hands a call of the Inngest server to the worker, byte for byte, and its answer back. 503 while there is no worker: the
 * server calls again later. Whether the call is signed the worker decides.
 */
export async function forwardCall(request: Request, settings: Pick<ServerSettings, 'host' | 'port'>): Promise<Response> {
  const body = await readBytes(request)
  if (body === null) return plain(413, `At most ${MAX_CALL_BYTES} bytes are taken`)
  const target = new URL(`${SERVE_PATH}${new URL(request.url).search}`, workerAddress(settings))
  const init: RequestInit = { method: request.method, headers: withoutOwn(request.headers), redirect: 'manual' }
  if (body.length > 0) init.body = body
  try {
    const answer = await fetch(target, init)
    return new Response(await answer.arrayBuffer(), { status: answer.status, headers: withoutOwn(answer.headers) })
  } catch {
    return plain(503, 'The worker does not answer')
  }
}

function withoutOwn(headers: Headers): Headers {
  const kept = new Headers(headers)
  for (const name of OWN_HEADERS) kept.delete(name)
  return kept
}

async function readBytes(request: Request): Promise<Buffer<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_CALL_BYTES) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for (const reader = request.body?.getReader(); reader !== undefined;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > MAX_CALL_BYTES) {
      await reader.cancel()
      return null
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}
