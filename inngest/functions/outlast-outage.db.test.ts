import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { integrationTo, sampleContext, startWorld, type World } from '@/inngest/testing/start-world'
import { inTransaction, pool } from '@/lib/db'
import { startReceiver, type Receiver } from '@/lib/testing/receiver'
import { startProxy, type DatabaseProxy } from '@/lib/testing/start-proxy'

let world: World
let receiver: Receiver
let proxy: DatabaseProxy
beforeAll(async () => {
  receiver = await startReceiver()
  world = await startWorld({
    workerUrl: async (url) => {
      proxy = await startProxy(url)
      return proxy.url
    },
  })
})
afterAll(async () => {
  await world.close()
  await proxy.close()
  await receiver.close()
})

it('a step that lost its connection goes on when the database is back, not after the engine\'s pause of 15 s and more', async () => {
  await world.create(integrationTo(receiver.url))
  await world.startWorker()
  // The step waits for a lock that the test has, so that the cut meets it in the middle.
  await inTransaction(async (tx) => {
    await tx.query('LOCK TABLE integration IN ACCESS EXCLUSIVE MODE')
    await world.send({ type: 'CustomerCSTARUnderThreshold', context: sampleContext })
    await vi.waitFor(async () => {
      const { rows } = await pool().query(`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%integration i JOIN workspace%'`)
      expect(rows.length).toBeGreaterThan(0)
    }, 20_000)
    proxy.cut()
  })
  proxy.open()
  await receiver.until(1, 12_000)
  await world.settled(1, ['succeeded'])
})
