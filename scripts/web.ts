import { createServer, type IncomingMessage, type Server } from 'node:http'
import { TLSSocket } from 'node:tls'
import next from 'next'
import { ingestQueue } from '@/app/api/ingest-queue'
import { env } from '@/lib/env'
import { postEvents } from '@/lib/events/post-events'
import { toListener } from '@/lib/http/to-listener'
import { createInboxListener, isInboxAddress } from '@/lib/inbox/inbox-listener'
import { keepMetrics } from '@/lib/metrics/keep-metrics'
import { announceReady, stopOnRequest } from '@/lib/process/child-lifecycle'
import { findProjectRoot } from '@/lib/project-root'
import { renderers, stopRenderers } from '@/lib/renderers/renderers'
import { forwardHeaders } from './forward-headers'
import { refuseRequest } from './refuse-request'
import { safeHeaders } from './safe-headers'

// Next alone believes a client's X-Forwarded-For, which would undo the throttling of logins: hence a server of our own.

// Longer than load balancers keep theirs open, so that they never send into a connection that is just being closed.
const KEEP_ALIVE_MS = 65_000
const DRAIN_MS = 8_000

const dev = process.argv.includes('--dev')
const { APP_URL, HOST, PORT, TRUST_PROXY } = env()
const isHttps = APP_URL.startsWith('https://')
renderers() // they start while the rest does
const app = next({ dev, dir: findProjectRoot(), hostname: HOST, port: PORT })
await app.prepare()
const handle = app.getRequestHandler()
const takeEvents = toListener(postEvents(ingestQueue()))
const takeIntoInbox = createInboxListener()
const upgrade = app.getUpgradeHandler()

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 1_000 }, (request, response) => {
  believeOnlyProxies(request)
  for (const [name, value] of Object.entries(safeHeaders(request.url ?? '/', isHttps))) response.setHeader(name, value)
  if (isEventPost(request)) takeEvents(request, response)
  else if (refuseRequest(request, response)) return
  else if (isInboxAddress(request.url)) takeIntoInbox(request, response)
  else void handle(request, response)
})
server.on('upgrade', (request, socket, head) => {
  believeOnlyProxies(request)
  void upgrade(request, socket, head)
})
server.on('error', (error) => {
  console.error(`The web server cannot listen on ${HOST}:${PORT}: ${error.message}`)
  process.exit(1)
})
server.listen(PORT, HOST, announceReady)
const metrics = keepMetrics()
stopOnRequest(() => drain(server).then(stopRenderers).then(metrics.stop), DRAIN_MS + 2_000)

/**
 * The busiest route is answered before Next, whose routing costs several times what storing an event does. Any other
 * spelling of the address goes to Next and its route, which calls the same function; so does all in development, where
 * only Next loads changed code.
 */
function isEventPost({ method, url = '' }: IncomingMessage): boolean {
  if (dev || method !== 'POST') return false
  const path = url.split('?', 1)[0]
  return path === '/api/v1/events' || path === '/v1/events'
}

function believeOnlyProxies(request: IncomingMessage): void {
  const { socket } = request
  const facts = { remoteAddress: socket.remoteAddress ?? '', encrypted: socket instanceof TLSSocket }
  for (const [name, value] of Object.entries(forwardHeaders(request.headers, facts, TRUST_PROXY))) {
    if (value === undefined) {
      if (name in request.headers) delete request.headers[name] // a deletion makes the whole object slower
    }
    else request.headers[name] = value
  }
}

/** Takes no new connections, lets running requests finish, then closes what is left. */
async function drain(running: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => running.close(() => resolve()))
  const idle = setInterval(() => running.closeIdleConnections(), 50)
  const force = setTimeout(() => running.closeAllConnections(), DRAIN_MS)
  await closed
  clearInterval(idle)
  clearTimeout(force)
  await app.close()
}
