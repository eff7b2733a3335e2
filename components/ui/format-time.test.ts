import { expect, test } from 'vitest'
import { formatAbsolute, formatDuration, formatMs, formatRelative } from './format-time'

test.each([
  [-3, '0 s'], [0.2, '1 s'], [59, '59 s'], [60, '1 m'], [252, '4 m 12 s'], [3600, '1 h'], [7500, '2 h 5 m'], [273_600, '3 d 4 h'],
])('%s seconds read as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))

test.each([[0, '0 ms'], [0.42, '0.4 ms'], [87.4, '87 ms'], [1240, '1.2 s'], [15_000, '15 s']])(
  '%s ms read as %s', (ms, text) => expect(formatMs(ms)).toBe(text),
)

const now = Date.parse('2026-11-21T12:00:00Z')
test.each([
  [2, 'just now'], [-3, 'just now'], [12, '12 s ago'], [200, '3 min ago'], [18_000, '5 h ago'], [86_400, '1 day ago'],
  [200_000, '2 days ago'], [-300, 'in 5 min'],
])('%s seconds ago reads as %s', (ago, text) => {
  expect(formatRelative(new Date(now - ago * 1000).toISOString(), now)).toBe(text)
})

test('what is long ago is a date', () => {
  expect(formatRelative('2026-01-05T12:00:00Z', now)).toMatch(/Jan 2026$/)
})

test('the absolute time has milliseconds and a zone', () => {
  expect(formatAbsolute('2026-11-21T12:00:00.043Z')).toMatch(/:00\.043 UTC([+-]\d\d:\d\d)?$/)
})
