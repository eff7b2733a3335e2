import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DeliveryLane, type SendJob } from './delivery-lane'
import { LaneRoom } from './lane-room'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const job: SendJob = { deliveryId: 'dlv', integrationId: 'int', attempt: 0, done: () => {} }

/** Ten at a time, each of which takes so long: the wire is full and some more are claimed. */
const busyLane = (latencyMs: number, claimed = 90): DeliveryLane => {
  const lane = new DeliveryLane('int')
  Object.assign(lane, { concurrency: 10, permits: 10, mayClaimAhead: true, onWire: 10, claimed })
  lane.noteAttempt(true, latencyMs)
  return lane
}

const watch = (waiting: Promise<void>) => {
  const seen = { isOver: false }
  void waiting.then(() => { seen.isOver = true })
  return seen
}

const settle = () => vi.advanceTimersByTimeAsync(0)

it('who brings many waits until what is in hand has left', async () => {
  const room = new LaneRoom()
  const lane = busyLane(10)
  const waiting = watch(room.wait([[lane, 100]]))
  await settle()
  lane.claimed = 60
  room.look(lane)
  await settle()
  expect(waiting.isOver).toBe(false) // 160 at most: 90 are free
  lane.claimed = 50
  room.look(lane)
  await settle()
  expect(waiting.isOver).toBe(true)
})

it('who brings more than there is ever room for waits until all has left', async () => {
  const room = new LaneRoom()
  const lane = busyLane(10)
  const waiting = watch(room.wait([[lane, 1000]]))
  for (const [claimed, onWire, isOver] of [[10, 10, false], [0, 1, false], [0, 0, true]] as const) {
    Object.assign(lane, { claimed, onWire })
    room.look(lane)
    await settle()
    expect([claimed, onWire, waiting.isOver]).toEqual([claimed, onWire, isOver])
  }
})

it('several go on one after the other, each when there is room again', async () => {
  const room = new LaneRoom()
  const lane = busyLane(10)
  const first = watch(room.wait([[lane, 100]]))
  const second = watch(room.wait([[lane, 100]]))
  lane.claimed = 0
  room.look(lane)
  await settle()
  expect([first.isOver, second.isOver]).toEqual([true, false])
  const third = watch(room.wait([[lane, 100]])) // there is room, but another waits for it
  lane.claimed = 100
  room.look(lane)
  await settle()
  expect([second.isOver, third.isOver]).toEqual([false, false])
  lane.claimed = 0
  for (const _ of ['second', 'third']) room.look(lane)
  await settle()
  expect([second.isOver, third.isOver]).toEqual([true, true])
})

it('a few are counted over all lanes: many lanes with a few each are many', async () => {
  const few = watch(new LaneRoom().wait([[busyLane(10, 150), 20], [busyLane(10, 150), 30]]))
  const many = watch(new LaneRoom().wait([[busyLane(10, 150), 20], [busyLane(10, 150), 31]]))
  await settle()
  expect([few.isOver, many.isOver]).toEqual([true, false])
})

it('what routing is about to bring is a demand for places, and keeps the lane', () => {
  const lane = new DeliveryLane('int')
  expect([lane.demand, lane.isIdle]).toEqual([0, true])
  lane.coming += 7
  expect([lane.demand, lane.isIdle]).toEqual([7, false])
  expect(lane.free).toBe(0) // it has none yet
})

it('nobody waits for ever', async () => {
  const room = new LaneRoom()
  const lane = busyLane(10)
  const waiting = watch(room.wait([[lane, 100]]))
  await vi.advanceTimersByTimeAsync(249)
  expect(waiting.isOver).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(waiting.isOver).toBe(true)
})

it.each([
  ['brings a few', busyLane(10), 50],
  ['finds room', busyLane(10, 0), 100],
  ['brings them for a slow receiver', busyLane(200), 100],
  ['brings them for a receiver that never answered', Object.assign(new DeliveryLane('int'), { concurrency: 10, permits: 10, onWire: 10 }), 100],
  ['brings them where more waits in the database', Object.assign(busyLane(10), { overflow: true }), 100],
  ['brings them for a rate', Object.assign(busyLane(10), { perSecond: 5 }), 100],
  ['brings them for a lane without places', Object.assign(busyLane(10), { permits: 0 }), 100],
])('who %s does not wait (I7)', async (_who, lane, count) => {
  const waiting = watch(new LaneRoom().wait([[lane, count]]))
  await settle()
  expect(waiting.isOver).toBe(true)
})

it('what is queued is in the way, however much room there is', async () => {
  const room = new LaneRoom()
  const lane = busyLane(10, 0)
  lane.queue.push(job)
  const waiting = watch(room.wait([[lane, 60]]))
  room.look(lane)
  await settle()
  expect(waiting.isOver).toBe(false)
  lane.queue.length = 0
  room.look(lane)
  await settle()
  expect(waiting.isOver).toBe(true)
})

it('the pace is the mean of a moment: a burst of late answers changes little', () => {
  const lane = busyLane(10)
  const free = lane.free
  for (let i = 0; i < 300; i++) {
    vi.advanceTimersByTime(1)
    lane.noteAttempt(true, i % 30 === 0 ? 40 : 9)
  }
  for (let i = 0; i < 5; i++) lane.noteAttempt(true, 400)
  expect(lane.free).toBeGreaterThan(free * 0.9)
})

it('after a stall nothing is claimed ahead because of one fast answer, and it is again after some moments', () => {
  const lane = busyLane(10, 0)
  const free = lane.free
  lane.noteStall()
  const answer = () => {
    vi.advanceTimersByTime(300)
    lane.noteAttempt(true, 10)
    return lane.free
  }
  expect(answer()).toBeLessThan(10)
  for (let i = 0; i < 10; i++) answer()
  expect(lane.free).toBe(free)
})
