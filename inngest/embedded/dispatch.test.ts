import { expect, test } from 'vitest'
import { planDispatch } from '@/inngest/embedded/dispatch'
import type { FunctionOptions } from '@/inngest/embedded/function-options'
import { createRegistry, matchesEvent } from '@/inngest/embedded/registry'

const now = 1_800_000_000_000

const makeFunction = (over: Partial<FunctionOptions> = {}): FunctionOptions => ({
  id: 'f', maxAttempts: 1, limit: undefined, keyLimit: undefined, batch: undefined, idempotency: undefined, crons: [], events: ['x'], failureOf: undefined, ...over,
})

const registryOf = (...functions: FunctionOptions[]) =>
  createRegistry(functions, { call: () => Promise.reject(new Error()), readConfigs: () => Promise.reject(new Error()) })

test('an event makes a row for each function that wants it, and none for an unwanted one', () => {
  const registry = registryOf(makeFunction({ id: 'a' }), makeFunction({ id: 'b', events: ['y', 'x'] }))
  const { ids, rows } = planDispatch(registry, [{ name: 'x', data: {} }, { name: 'z', data: {} }], now)
  expect(rows.map((row) => row.fn)).toEqual(['a', 'b'])
  expect(new Set(ids).size).toBe(2)
})

test('an id that comes twice in one sending counts once per function', () => {
  const registry = registryOf(makeFunction({ id: 'a' }), makeFunction({ id: 'b' }))
  const { rows } = planDispatch(registry, [{ id: '1', name: 'x', data: {} }, { id: '1', name: 'x', data: {} }], now)
  expect(rows.map((row) => row.s)).toEqual([['event a 1'], ['event b 1']])
})

test('an idempotency key that has no value does not bind events together', () => {
  const registry = registryOf(makeFunction({ idempotency: ['data', 'id'] }))
  const events = [{ name: 'x', data: {} }, { name: 'x', data: {} }, { name: 'x', data: { id: 1 } }, { name: 'x', data: { id: '1' } }]
  expect(planDispatch(registry, events, now).rows).toHaveLength(3)
})

test('a time in the future delays by the difference, one in the past does not', () => {
  const registry = registryOf(makeFunction())
  const events = [{ name: 'x', data: {}, ts: now + 5000 }, { name: 'x', data: {}, ts: now - 5000 }]
  expect(planDispatch(registry, events, now).rows.map((row) => row.d)).toEqual([5000, null])
})

test.each([
  ['a', 'a', true], ['a', 'ab', false], ['a/*', 'a/b', true], ['a/*', 'a/b/c', true], ['a/*', 'ab', false], ['*', 'a', true],
  ['*', 'inngest/function.failed', false], ['inngest/*', 'inngest/function.failed', true],
])('the trigger %s takes %s: %s', (pattern, name, expected) => expect(matchesEvent(pattern, name)).toBe(expected))
