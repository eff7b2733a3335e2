import { expect, it } from 'vitest'
import { formatDate, formatZone } from './format-date'

const at = new Date(2026, 10, 5, 9, 3, 7, 42)

it('writes the parts that screens use, and quoted text as it is', () => {
  expect(formatDate(at, 'd MMM yyyy, HH:mm:ss.SSS')).toBe('5 Nov 2026, 09:03:07.042')
  expect(formatDate(at, "EEEE d MMM 'at' HH:mm")).toBe('Thursday 5 Nov at 09:03')
  expect(formatDate(at, 'EEE')).toBe('Thu')
})

it('names the zone by its distance from UTC', () => {
  const zoneOf = (minutes: number) => formatZone(Object.assign(new Date(at), { getTimezoneOffset: () => -minutes }))
  expect([0, 60, 330, -210].map(zoneOf)).toEqual(['UTC', 'UTC+01:00', 'UTC+05:30', 'UTC-03:30'])
})
