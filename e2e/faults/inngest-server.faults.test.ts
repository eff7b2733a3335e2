import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startInngest, type ReachableInngest } from '@/inngest/server/testing/start-inngest'
import { startInngestBinary } from '@/inngest/server/testing/start-inngest-binary'
import { signCall } from '@/inngest/server/testing/sign-call'
import { freePort } from '@/lib/testing/free-port'
import { createIntegration, markedEvents, postEvents } from './call-product'
import { checkPromise } from './check-promise'
import { startMarkingReceiver, type MarkingReceiver } from './start-marking-receiver'
import { prepareProduct, type Product } from './start-product'
import { until } from './until'

const EVENTS = 300
// Vitest shows the environment here; for instance the program of the package inngest-cli.
const binary: unknown = Reflect.get(import.meta.env, 'INNGEST_TEST_BINARY')

interface Server {
  name: string
  start: (() => Promise<ReachableInngest>) | undefined
}

const servers: Server[] = [
  { name: "the tests' own Inngest server", start: startInngest },
  {
    name: 'a real Inngest server (set INNGEST_TEST_BINARY to run)',
    start: typeof binary === 'string' && binary !== '' ? () => startInngestBinary(binary) : undefined,
  },
]

// `npm start` with ENGINE=inngest: database, web and worker are the product's own.
describe.each(servers)('with $name', ({ start }) => {
  const suite = start ? describe : describe.skip
  let inngest: ReachableInngest
  let product: Product
  let receiver: MarkingReceiver
  let integrationId: string

  suite('the product', () => {
    beforeAll(async () => {
      inngest = await start!()
      product = await prepareProduct({
        ENGINE: 'inngest', INNGEST_BASE_URL: inngest.url, INNGEST_EVENT_KEY: inngest.eventKey, INNGEST_SIGNING_KEY: inngest.signingKey,
        WORKER_PORT: String(await freePort()),
      })
      await product.start()
      receiver = await startMarkingReceiver()
      integrationId = await createIntegration(product, receiver.url)
    })
    afterAll(async () => {
      await product.remove()
      await receiver.close()
      await inngest.close()
    })

    it('delivers what was accepted', async () => {
      expect(await postEvents(product, markedEvents(0, EVENTS))).toBe(true)
      await checkPromise(product, receiver, integrationId, { from: 0, count: EVENTS })
      expect((await fetch(`${product.url}/api/health/ready`)).status).toBe(200)
    })

    it('answers a call at /api/inngest only when it is signed', async () => {
      const status = async (method: string, signature?: string) => (await fetch(
        `${product.url}/api/inngest?fnId=hookwright-route-events&stepId=step`,
        { method, headers: signature ? { 'x-inngest-signature': signature } : {} },
      )).status
      expect([await status('GET'), await status('PUT'), await status('POST')]).toEqual([401, 401, 401])
      expect(await status('GET', signCall(`signkey-test-${'0'.repeat(64)}`, ''))).toBe(401)
      expect(await status('GET', signCall(inngest.signingKey, ''))).toBe(200)
    })

    it('loses nothing that was accepted while the server was down and everything was killed', async () => {
      await inngest.down()
      expect(await postEvents(product, markedEvents(EVENTS, EVENTS))).toBe(true)
      await product.killAll()
      await product.start()
      expect(receiver.arrivals.size).toBe(EVENTS)
      await inngest.up()
      await until(() => receiver.arrivals.size >= 2 * EVENTS || undefined, 150_000, () => `${receiver.arrivals.size} arrived`)
      const arrivals = [...receiver.arrivals.values()].map(({ webhookIds }) => webhookIds.length)
      expect(arrivals).toEqual(arrivals.map(() => 1))
    })
  })
})
