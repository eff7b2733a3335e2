import { beforeEach, expect, it } from 'vitest'
import { RenderQueue, type RenderJob } from './render-queue'

const frame = { contentType: 'application/json', integration: { id: 'int_1', name: '' }, workspace: { id: 'ws_1', name: '' } }
const delivery = { id: 'dlv_1', attempt: 1, createdAt: '' }
const job = (key: string, over: Partial<RenderJob> & { context?: string } = {}): RenderJob => ({
  task: { template: '', frame, delivery, notification: over.context ?? '{}' },
  key, trust: key, turn: 'ws_1', isAlone: false, giveUpAt: Infinity, deaths: 0, settle: () => {}, fail: () => {}, ...over,
})
const keys = (jobs: RenderJob[]) => jobs.map(({ key }) => key).join('')

let queue: RenderQueue
beforeEach(() => {
  queue = new RenderQueue()
  for (const name of 'abc') queue.trust(name)
})

it('those that were quick go together, in their order, up to a hundred or two megabytes', () => {
  for (let i = 0; i < 150; i++) queue.add(job(i % 2 ? 'a' : 'b'))
  expect(keys(queue.takeQuick())).toBe('ba'.repeat(50))
  expect(queue.takeQuick()).toHaveLength(50)
  for (let i = 0; i < 3; i++) queue.add(job('a', { context: 'x'.repeat(1_000_000) }))
  queue.add(job('b', { context: 'x'.repeat(5_000_000) }))
  expect([queue.takeQuick(), queue.takeQuick(), queue.takeQuick(), queue.takeQuick()].map(keys)).toEqual(['aa', 'a', 'b', ''])
})

it('what somebody waits for goes alone', () => {
  for (const key of ['a', 'b', 'c']) queue.add(job(key, { isAlone: key === 'b' }))
  expect([queue.takeQuick(), queue.takeQuick(), queue.takeQuick()].map(keys)).toEqual(['a', 'b', 'c'])
})

it('all others go by themselves, few at a time, by turns of their workspaces', () => {
  for (let i = 0; i < 7; i++) queue.add(job('x'))
  queue.add(job('y'))
  queue.add(job('z', { turn: 'ws_2' }))
  expect(queue.takeQuick()).toEqual([])
  const taken = Array.from({ length: 5 }, () => keys(queue.takeCareful()))
  expect(taken).toEqual(['xxxxx', 'z', 'xx', 'y', ''])
  expect(queue.isEmpty).toBe(true)
})

it('who is no longer trusted waits with the others', () => {
  queue.distrust('a')
  for (const key of ['a', 'b']) queue.add(job(key))
  expect(keys(queue.takeQuick())).toBe('b')
  expect(keys(queue.takeCareful())).toBe('a')
})

it('what is given up is taken out wherever it waits', () => {
  for (const key of ['a', 'b', 'x', 'y']) queue.add(job(key, { giveUpAt: 'bx'.includes(key) ? 1 : 2 }))
  expect(keys(queue.remove(({ giveUpAt }) => giveUpAt === 1))).toBe('bx')
  expect([keys(queue.takeQuick()), keys(queue.takeCareful())]).toEqual(['a', 'y'])
})
