import { randomBytes } from 'node:crypto'
import { Inngest } from 'inngest'
import { spareAsyncContext } from '@/inngest/spare-async-context'

const silent = { info() {}, warn() {}, error() {}, debug() {} }

/** A client as the product's: cloud mode, a random signing key, `fetch` where the SDK meets the runner. */
export const createTestClient = (fetchOption: typeof fetch): Inngest.Any => {
  spareAsyncContext()
  return new Inngest({
    id: 'fixtures',
    isDev: false,
    eventKey: 'embedded',
    signingKey: `signkey-test-${randomBytes(16).toString('hex')}`,
    fetch: fetchOption,
    logger: silent,
  })
}

export const silentLog = silent
