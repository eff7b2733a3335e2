import { randomBytes } from 'node:crypto'
import { Inngest } from 'inngest'
import { spareAsyncContext } from './spare-async-context'

/** Refuses: for processes that read the functions' configurations but never run them. */
const noFetch: typeof fetch = async () => {
  throw new Error('This process does not run durable functions')
}

const silent = { info() {}, warn() {}, error() {}, debug() {} }

/**
 * The SDK's client for the embedded runner. Cloud mode with a signing key that nobody knows: the public route
 * /api/inngest answers 401 to everything; in dev mode it would execute unsigned calls. `fetch` is where the SDK meets
 * the runner; nothing leaves the process.
 */
export const createClient = (fetch: typeof globalThis.fetch = noFetch): Inngest => {
  spareAsyncContext()
  return new Inngest({
    id: 'hookwright',
    isDev: false,
    eventKey: 'embedded',
    signingKey: `signkey-prod-${randomBytes(32).toString('hex')}`,
    fetch,
    logger: silent,
  })
}
