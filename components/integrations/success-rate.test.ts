import { expect, test } from 'vitest'
import { successRate } from './success-rate'

test('one failure is never rounded away', () => expect(successRate({ succeeded: 1_000_000, failed: 1 })).toBe(99.9))
test('nothing ended is no rate', () => expect(successRate({ succeeded: 0, failed: 0 })).toBeNull())
test.each([[3, 1, 75], [0, 4, 0], [8, 0, 100], [2, 1, 66.7]])('%i delivered and %i failed is %d %', (succeeded, failed, rate) => {
  expect(successRate({ succeeded, failed })).toBe(rate)
})
