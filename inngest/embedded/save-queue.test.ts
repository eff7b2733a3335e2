import { expect, test } from 'vitest'
import type { Run } from '@/inngest/embedded/run'
import { mergeSaves } from '@/inngest/embedded/save-queue'
import { planSave } from '@/inngest/embedded/save-runs'

const makeRun = (over: Partial<Run> = {}): Run => ({
  id: 'r', fn: 'f', events: [], steps: {}, stack: [], pending: null, attempt: 0, gen: 1, crashes: 0, leaseUntil: Infinity, stale: false, ...over,
})

test('saves of one run in one turn become one: the steps of all, the state of the last', () => {
  const run = makeRun()
  run.stack.push('a')
  const first = planSave(run, { steps: { a: { data: 1 } } })
  run.stack.push('b')
  const second = planSave(run, { steps: { b: null }, releaseIn: 50 })
  expect(mergeSaves([first, second]).map((save) => save.row)).toEqual([
    { i: 'r', g: 1, x: false, s: { a: { data: 1 }, b: null }, k: ['a', 'b'], p: null, a: 0, d: 50 },
  ])
})

test('two leases on the same run stay apart', () => {
  const saves = [makeRun(), makeRun({ gen: 2 })].map((run) => planSave(run, {}))
  expect(mergeSaves(saves)).toHaveLength(2)
})
