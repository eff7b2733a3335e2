import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { queueMessages } from '@/inngest/server/queue-messages'
import { integrationTo, sampleContext, startWorld, type World } from '@/inngest/testing/start-world'
import { dispatch, readFunctionRegistry } from '@/inngest/dispatch'
import { startEmbeddedEngine } from '@/inngest/start-embedded-engine'
import { startServerEngine } from '@/inngest/server/start-server-engine'
import type { EngineOptions } from '@/inngest/engine'
import { pool } from '@/lib/db'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'
import { takeOverFromRelay, takeOverFromRunner } from './take-over'
import { startInngest, type TestInngest } from './testing/start-inngest'
import { settingsFor } from './testing/settings-for'

const event = () => ({ type: 'CustomerCSTARUnderThreshold', context: sampleContext })
const retryLater = { profile: 'custom' as const, timeoutMs: 30_000, retryDelaysSeconds: [2] }

describe('a switch of the engine', () => {
  let inngest: TestInngest
  let receiver: Receiver
  let world: World
  /** What the next worker runs the functions with; the world is one installation all along. */
  let engine: 'embedded' | 'inngest'
  beforeEach(async () => {
    inngest = await startInngest()
    const settings = await settingsFor(inngest)
    receiver = await startReceiver()
    world = await startWorld({
      engine: {
        dispatch: (tx, messages) => (engine === 'inngest' ? queueMessages : dispatch)(tx, messages),
        start: (options: EngineOptions) => (engine === 'inngest' ? startServerEngine(settings, options) : startEmbeddedEngine(options)),
      },
    })
  })
  afterEach(async () => {
    await world.close()
    await receiver.close()
    await inngest.close()
  })

  const count = async (table: string) => Number((await pool().query(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n)
  const leftToRunner = async () => (await count('runner_batch_item')) + (await count('runner_run WHERE fn NOT LIKE \'%sweep%\''))

  // An event that waits for its retry, and events that nobody has routed yet.
  const leaveWork = async (): Promise<void> => {
    receiver.behave((response, request, n) => answer(n === 1 ? 500 : 200)(response, request, n))
    await world.create(integrationTo(receiver.url, { policy: retryLater }))
    await world.startWorker()
    await world.send(event())
    await world.settled(1, ['retrying'])
    await world.stopWorker()
    await world.send(...Array.from({ length: 250 }, event))
  }
  const allArrive = async (): Promise<void> => {
    const statuses = async () =>
      (await pool().query('SELECT status, count(*) AS n, count(DISTINCT event_id) AS events FROM delivery GROUP BY status')).rows
    await expect.poll(statuses).toEqual([{ status: 'succeeded', n: 251, events: 251 }])
    expect(receiver.requests.length).toBe(252) // one failed
  }

  it('to a server loses nothing of what the runner was still to run, and does nothing twice', async () => {
    engine = 'embedded'
    await leaveWork()
    expect(await leftToRunner()).toBeGreaterThan(0)
    engine = 'inngest'
    await world.startWorker()
    await allArrive()
    // The end of the last run may not be stored yet.
    await expect.poll(async () => [await leftToRunner(), await count('outbox')]).toEqual([0, 0])
  })

  it('back loses nothing of what was still to be sent, and does nothing twice', async () => {
    engine = 'inngest'
    await leaveWork()
    expect(await count('outbox')).toBeGreaterThan(0)
    engine = 'embedded'
    await world.startWorker()
    await allArrive()
    // The end of the last run may not be stored yet.
    await expect.poll(async () => [await leftToRunner(), await count('outbox')]).toEqual([0, 0])
  })

  it('leaves a run to the worker that executes it until its lease is over', async () => {
    const insert = (id: string, lease: string) => pool().query(
      `INSERT INTO runner_run (id, fn, events, lease_until) VALUES ($1, 'x', json_build_array($2::json), now() + $3::interval)`,
      [id, JSON.stringify({ id: `event ${id}`, name: 'a/b', data: {}, ts: 1 }), lease],
    )
    await insert('alive', '30 seconds')
    await insert('dead', '-1 seconds')
    await pool().query(`INSERT INTO runner_run (id, fn, events) VALUES ('timer', 'x', $1)`,
      [JSON.stringify([{ id: 'timer', name: 'inngest/scheduled.timer', data: {}, ts: 1 }])])
    await takeOverFromRunner(pool())
    expect((await pool().query('SELECT id FROM runner_run')).rows).toEqual([{ id: 'alive' }])
    expect((await pool().query('SELECT id FROM outbox')).rows).toEqual([{ id: 'event dead' }])
  })

  it('keeps ids and times there and back and there again, also of many', async () => {
    const registry = await readFunctionRegistry()
    const at = Date.now() + 3_600_000
    const messages = Array.from({ length: 1200 }, (_, n) =>
      ({ name: 'delivery/retry', id: `dlv_${n}.1`, data: { deliveryId: `dlv_${n}`, attempt: 1 }, ts: at }))
    await queueMessages(pool(), messages)
    const outbox = async () => (await pool().query<{ id: string; event: string; due: number }>(
      'SELECT id, event, extract(epoch FROM due_at)::float8 * 1000 AS due FROM outbox ORDER BY id')).rows
    const before = await outbox()
    for (let i = 0; i < 2; i++) {
      expect(await takeOverFromRelay(pool(), registry)).toBe(1200)
      expect(await outbox()).toEqual([])
      expect(await takeOverFromRunner(pool())).toBe(1200)
    }
    expect((await outbox()).map(({ id, event, due }) => [id, JSON.parse(event), due])).toEqual(
      before.map(({ id, event, due }) => [id, JSON.parse(event), due]))
  })
})
