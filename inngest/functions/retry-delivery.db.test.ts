import { expect, it, vi } from 'vitest'
import { dispatch } from '@/inngest/dispatch'
import { setUpWorld } from '@/inngest/testing/set-up-world'
import { integrationTo, sampleContext, type World } from '@/inngest/testing/start-world'
import { inTransaction, pool } from '@/lib/db'
import { DELIVERY_RETRY } from '@/lib/dispatch'
import { runsOnServer } from '@/lib/env'
import { answer, type Receiver } from '@/lib/testing/receiver'

const event = () => ({ type: 'CustomerCSTARUnderThreshold', context: sampleContext })
const retryAfter = (...seconds: number[]) => ({ policy: { profile: 'custom' as const, timeoutMs: 30_000, retryDelaysSeconds: seconds } })

let world: World
let receiver: Receiver
setUpWorld((one, itsReceiver) => {
  world = one
  receiver = itsReceiver
})

const failFirst = () => receiver.behave((response, request, n) => answer(n === 1 ? 500 : 200)(response, request, n))

// Sees into the embedded runner.
it.skipIf(runsOnServer())('a message that comes too early waits asleep until the row is due, and is not lost', async () => {
  failFirst()
  await world.create(integrationTo(receiver.url, retryAfter(3600)))
  await world.send(event())
  const [waiting] = await world.settled(1, ['retrying'])
  // As an Inngest server gives it out, which does not look at the times of what it batches.
  await pool().query('DELETE FROM runner_batch_item')
  const early = { name: DELIVERY_RETRY, data: { deliveryId: waiting?.id ?? '', attempt: 1 } }
  await inTransaction((tx) => dispatch(tx, [early]))
  const asleep = async () => (await pool().query<{ run_at: Date }>(
    `SELECT run_at FROM runner_run WHERE fn LIKE '%retry-delivery' AND lease_until IS NULL AND run_at > now()`)).rows
  await expect.poll(asleep).toHaveLength(1)
  const due = Date.parse(waiting?.nextAttemptAt ?? '')
  expect((await asleep())[0]?.run_at.getTime()).toBeGreaterThanOrEqual(due - 20)
  expect(receiver.requests).toHaveLength(1)
  // The hour is over: the row's, and that of the message.
  await pool().query('UPDATE delivery SET next_attempt_at = now() WHERE id = $1', [waiting?.id])
  await pool().query(`UPDATE runner_run SET run_at = now(), pending = (SELECT jsonb_object_agg(key, value || '{"at":0}') FROM jsonb_each(pending))
    WHERE fn LIKE '%retry-delivery'`)
  await pool().query(`SELECT pg_notify('runner_wake', '')`)
  const [delivery] = await world.settled(1, ['succeeded'])
  expect(delivery?.attemptCount).toBe(2)
})

it('attempts that came together in one message are all made', async () => {
  receiver.behave(answer(500))
  await world.create(integrationTo(receiver.url, retryAfter(3600)))
  await world.send(event(), event())
  const waiting = await world.settled(2, ['retrying'])
  receiver.behave(answer(200))
  await pool().query(`UPDATE delivery SET next_attempt_at = now() WHERE status = 'retrying'`)
  const deliveries = waiting.map(({ id }) => ({ deliveryId: id, attempt: 1 }))
  await inTransaction((tx) => dispatch(tx, [{ name: DELIVERY_RETRY, data: { deliveries } }]))
  const all = await world.settled(2, ['succeeded'])
  expect(all.map(({ attemptCount }) => attemptCount)).toEqual([2, 2])
})

it('messages of attempts that were overtaken, cancelled or made up send nothing', async () => {
  receiver.behave(answer(500))
  await world.create(integrationTo(receiver.url, retryAfter(60)))
  await world.send(event(), event())
  const [one, two] = await world.settled(2, ['retrying'])
  await pool().query(`UPDATE delivery SET status = 'cancelled' WHERE id = $1`, [two?.id])
  const data = [{ deliveryId: one?.id, attempt: 0 }, { deliveryId: two?.id, attempt: 1 }, { deliveryId: 'dlv_unknown', attempt: 1 }]
  await inTransaction((tx) => dispatch(tx, data.map((each) => ({ name: DELIVERY_RETRY, data: each }))))
  // Sent after them and received: what they would have sent had its time.
  receiver.behave(answer(200))
  await vi.waitFor(async () => {
    const { rows } = await pool().query(`SELECT id FROM runner_run WHERE fn LIKE '%retry-delivery' UNION ALL
      SELECT id::text FROM runner_batch_item WHERE fn LIKE '%retry-delivery' AND at <= now()`)
    expect(rows).toEqual([])
  }, 20_000)
  await world.send(event())
  await receiver.until(3)
  expect((await world.deliveries()).map(({ attemptCount }) => attemptCount)).toEqual([1, 1, 1])
})
