import { expect, test } from 'vitest'
import { listEventTypes } from '@/lib/catalogue/find-event-type'
import { occurredAt } from './event'

const isTaken = (text: string) => occurredAt.safeParse(text).success

test('occurredAt is a day of the calendar and a time of that day', () => {
  for (const text of [
    '2020-06-29T01:14:11.323507851Z', '2020-06-29t01:14:11z', '2020-06-29 01:14:11+23:59', '2024-02-29T23:59:59-00:00', '2000-02-29T00:00:00Z',
    '0000-02-29T00:00:00Z', '9999-12-31T23:59:59.999999999999999999999999999999Z',
  ]) expect([text, isTaken(text)]).toEqual([text, true])
  for (const text of [
    '2020-02-30T00:00:00Z', '2021-02-29T00:00:00Z', '1900-02-29T00:00:00Z', '2020-04-31T00:00:00Z', '2020-13-01T00:00:00Z', '2020-00-01T00:00:00Z',
    '2020-06-00T00:00:00Z', '2020-06-29T24:00:00Z', '2020-06-29T00:60:00Z', '2020-06-29T00:00:00+24:00', '2020-06-29T00:00:00', '2020-06-29', '2020-06-29T00:00:00.Z',
  ]) expect([text, isTaken(text)]).toEqual([text, false])
})

test('every sample of the catalogue can be posted with its own time', () => {
  for (const { key, samples } of listEventTypes()) {
    for (const { name, occurredAt: at } of samples) expect([key, name, isTaken(at)]).toEqual([key, name, true])
  }
})
