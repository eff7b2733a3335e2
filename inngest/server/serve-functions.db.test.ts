import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { callBody } from '@/inngest/embedded/protocol'
import { startWorld, type World } from '@/inngest/testing/start-world'
import { serverEngine } from '@/inngest/testing/world-engine'
import { freePort } from '@/lib/testing/free-port'
import { forwardCall, workerAddress } from './forward-call'
import { MAX_CALL_BYTES } from './function-server'
import type { ServerSettings } from './server-settings'
import { signCall } from './testing/sign-call'
import { startInngest, type TestInngest } from './testing/start-inngest'
import { settingsFor } from './testing/settings-for'

const MINUTE = 60_000

let inngest: TestInngest
let settings: ServerSettings
let world: World
let deliveryUrl: string
beforeAll(async () => {
  inngest = await startInngest()
  settings = await settingsFor(inngest)
  world = await startWorld({ engine: serverEngine(settings) })
  await world.startWorker()
  await vi.waitFor(() => expect(inngest.functions().length).toBeGreaterThan(0), 30_000)
  deliveryUrl = inngest.functions().find(({ id }) => id === 'hookwright-route-events')?.url ?? ''
})
afterAll(async () => {
  await world.close()
  await inngest.close()
})

/** A call of route-events that has nothing to do; `padding` makes it large. */
const callOf = (padding = '') => JSON.stringify(callBody({
  fn: 'hookwright-route-events', runId: 'run', gen: 1, steps: {}, stack: [], attempt: 0, maxAttempts: 1, stepId: undefined,
  events: [{ name: 'events/received', data: { eventIds: [], padding } }],
}))

const send = (method: string, url: string, body?: string, signature?: string) =>
  new Request(url, { method, ...(body !== undefined && { body }), headers: signature === undefined ? {} : { 'x-inngest-signature': signature } })

// The same over both ways: to the worker, and through the route of the web server.
const ways: Array<[string, (request: Request) => Promise<Response>]> = [
  ['at the worker', (request) => fetch(request)],
  ['through web', (request) => forwardCall(request, settings)],
]

describe.each(ways)('a call of the functions %s', (_name, call) => {
  it('that is signed is answered, signed', async () => {
    const answer = await call(send('POST', deliveryUrl, callOf(), signCall(settings.signingKey, callOf())))
    expect(answer.status).toBeLessThan(300)
    expect(answer.headers.get('x-inngest-signature')).toMatch(/^t=\d+&s=[0-9a-f]{64}$/)
    expect(answer.headers.get('x-inngest-sdk')).toMatch(/^.*js:v/)
  })

  it('is refused without a signature, whatever it asks', async () => {
    for (const method of ['GET', 'POST', 'PUT']) {
      const answer = await call(send(method, deliveryUrl, method === 'GET' ? undefined : callOf()))
      expect([method, answer.status]).toEqual([method, 401])
      expect(answer.headers.get('x-inngest-sdk')).toBeNull()
    }
  })

  it('is refused when it is signed with another key, for another body, or nonsense', async () => {
    const otherKey = `signkey-test-${'0'.repeat(64)}`
    const wrong = [signCall(otherKey, callOf()), signCall(settings.signingKey, '{}'), 't=1&s=2', 'x', '']
    for (const signature of wrong) {
      const answer = await call(send('POST', deliveryUrl, callOf(), signature))
      expect([signature, answer.status]).toEqual([signature, 401])
    }
    for (const method of ['GET', 'PUT']) {
      const answer = await call(send(method, deliveryUrl, undefined, signCall(otherKey, '')))
      expect([method, answer.status]).toEqual([method, 401])
    }
    expect((await call(send('POST', deliveryUrl, '{"half', signCall(settings.signingKey, '{}')))).status).toBe(401)
  })

  it('is refused when the signature is old or from the future, and taken when clocks differ a little', async () => {
    const statusAt = async (offset: number) =>
      (await call(send('POST', deliveryUrl, callOf(), signCall(settings.signingKey, callOf(), Date.now() + offset)))).status
    expect([await statusAt(-6 * MINUTE), await statusAt(6 * MINUTE)]).toEqual([401, 401])
    expect(await statusAt(-4 * MINUTE)).toBeLessThan(300)
    expect(await statusAt(4 * MINUTE)).toBeLessThan(300)
  })

  it('may be as large as a server makes it, with characters of several bytes, but not larger', async () => {
    const large = callOf('é€😀'.repeat(220_000))
    expect(Buffer.byteLength(large)).toBeGreaterThan(3_900_000)
    expect((await call(send('POST', deliveryUrl, large, signCall(settings.signingKey, large)))).status).toBeLessThan(300)
    const tooLarge = callOf('x'.repeat(MAX_CALL_BYTES))
    expect((await call(send('POST', deliveryUrl, tooLarge, signCall(settings.signingKey, tooLarge)))).status).toBe(413)
  })
})

it('another path of the worker does not exist', async () => {
  expect((await fetch(`${workerAddress(settings)}/api/v1/events`, { method: 'POST', body: '{}' })).status).toBe(404)
})

it('through web, without a worker, is 503: the server calls again', async () => {
  const answer = await forwardCall(send('POST', deliveryUrl, callOf(), signCall(settings.signingKey, callOf())), {
    host: '127.0.0.1', port: await freePort(),
  })
  expect(answer.status).toBe(503)
  expect(answer.headers.get('x-inngest-sdk')).toBeNull()
})

it('web finds the worker by HOST and WORKER_PORT', () => {
  const addresses = ['127.0.0.1', '0.0.0.0', '::', '::1', '10.0.0.5', 'worker.internal'].map((host) => workerAddress({ host, port: 4000 }))
  expect(addresses).toEqual([
    'http://127.0.0.1:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000', 'http://[::1]:4000', 'http://10.0.0.5:4000',
    'http://worker.internal:4000',
  ])
})

it('the functions are registered under APP_URL with their retries, batches and crons', () => {
  const known = inngest.functions()
  for (const fn of known) {
    expect(fn.url.startsWith(`${settings.appUrl}/api/inngest?`)).toBe(true)
    expect(fn.maxAttempts).toBeGreaterThan(1)
    // A server's own bounds: pkg/consts and the registration of inngest/inngest.
    if (fn.batch) expect([fn.batch.maxSize <= 100, fn.batch.timeoutMs >= 1000]).toEqual([true, true])
  }
  expect(known.find(({ id }) => id === 'hookwright-sweep-deliveries')?.isCron).toBe(true)
})
