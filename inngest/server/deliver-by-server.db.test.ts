import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { integrationTo, sampleContext, startWorld, type World } from '@/inngest/testing/start-world'
import { serverEngine } from '@/inngest/testing/world-engine'
import { pool } from '@/lib/db'
import { firstIdAt } from '@/lib/ids'
import { answer, startReceiver, type Receiver } from '@/lib/testing/receiver'
import { startInngest, type TestInngest } from './testing/start-inngest'
import { settingsFor } from './testing/settings-for'

const event = () => ({ type: 'CustomerCSTARUnderThreshold', context: sampleContext })
const quickRetries = { profile: 'custom' as const, timeoutMs: 30_000, retryDelaysSeconds: [1, 1] }

describe('an accepted event, with the functions on an Inngest server', () => {
  let inngest: TestInngest
  let world: World
  let receiver: Receiver
  beforeAll(async () => {
    inngest = await startInngest()
    world = await startWorld({ engine: serverEngine(await settingsFor(inngest)) })
    await world.startWorker()
  })
  afterAll(async () => {
    await world.close()
    await inngest.close()
  })
  beforeEach(async () => { receiver = await startReceiver() })
  afterEach(async () => {
    await receiver.close()
    await world.newWorkspace()
  })

  const outbox = async () => (await pool().query<{ id: string }>('SELECT id FROM outbox')).rows.map(({ id }) => id)

  it('is delivered, and its message is forgotten once the server has it', async () => {
    await world.create(integrationTo(receiver.url))
    const [id] = await world.send(event())
    await receiver.until(1)
    await world.settled(1, ['succeeded'])
    await expect.poll(outbox).toEqual([])
    expect(inngest.events.at(-1)).toMatchObject({ name: 'events/received', data: { eventIds: [id] } })
  })

  it('is tried again when it is due, not before (I6)', async () => {
    receiver.behave((response, request, n) => answer(n < 3 ? 500 : 200)(response, request, n))
    await world.create(integrationTo(receiver.url, { policy: quickRetries }))
    await world.send(event())
    const requests = await receiver.until(3)
    const [delivery] = await world.settled(1, ['succeeded'])
    expect(delivery?.attempts.map((one) => [one.number, one.response?.status])).toEqual([[1, 500], [2, 500], [3, 200]])
    const gaps = requests.slice(1).map((one, i) => one.at - (requests[i]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(995)
    expect(inngest.events.filter(({ name }) => name === 'delivery/retry').map(({ id }) => id))
      .toEqual([`${delivery?.id}.1`, `${delivery?.id}.2`])
  })

  it('waits while the server is down, and is delivered once when it is back', async () => {
    await world.create(integrationTo(receiver.url))
    await inngest.down()
    const sent = inngest.events.length
    const ids = await world.send(...Array.from({ length: 300 }, event))
    expect((await outbox()).length).toBe(3)
    expect(receiver.requests).toEqual([])
    await inngest.up()
    await receiver.until(300)
    const succeeded = async () => (await pool().query(
      `SELECT count(*) AS deliveries, count(DISTINCT event_id) AS events FROM delivery WHERE workspace_id = $1 AND status = 'succeeded'`, [world.workspaceId])).rows[0]
    await expect.poll(succeeded).toEqual({ deliveries: 300, events: 300 })
    expect(receiver.requests.length).toBe(300)
    expect(new Set(inngest.events.slice(sent).flatMap(({ data }) => data.eventIds as string[]))).toEqual(new Set(ids))
    await expect.poll(outbox).toEqual([])
  })

  it('that was lost on the server is found by the sweep, which the server calls', async () => {
    await world.create(integrationTo(receiver.url))
    const [id] = await world.send(event())
    await world.settled(1, ['succeeded'])
    // As after a crash of the server: it had acknowledged the message, and nobody routed the event.
    await pool().query('DELETE FROM delivery WHERE event_id = $1', [id])
    await pool().query('DELETE FROM event_skip WHERE event_id = $1', [id])
    await pool().query('UPDATE event SET id = $2 WHERE id = $1', [id, `${firstIdAt('evt', Date.now() - 200_000)}0000000000000000`])
    inngest.tick()
    await receiver.until(2)
    await world.settled(1, ['succeeded'])
  })
})
