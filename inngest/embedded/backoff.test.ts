import { expect, test } from 'vitest'
import { serverBackoff } from '@/inngest/embedded/backoff'

test('waits as long as an Inngest server does, with up to 30 s of jitter', () => {
  expect([0, 1, 2, 9].map((attempt) => serverBackoff(attempt, 0))).toEqual([15_000, 30_000, 60_000, 7_200_000])
  expect(serverBackoff(0, 0.5)).toBe(30_000)
  expect(serverBackoff(50, 0)).toBe(7_200_000)
})
