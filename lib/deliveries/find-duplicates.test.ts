import { expect, it } from 'vitest'
import { findDuplicates, placeOf } from './find-duplicates'

const key = Buffer.from('a')
const one = (id: string, overrides: object = {}) =>
  ({ id, eventId: `evt_${id}`, integrationId: 'int_1', onceKey: key, problem: null, ...overrides })
const live = (...events: string[]) => new Map([[placeOf('int_1', key), new Set(events)]])
const judge = (wanted: Parameters<typeof findDuplicates>[0], held = new Map<string, Set<string>>()) => [...findDuplicates(wanted, held)]

it('lets the first of a batch through and no other, for each integration and key apart', () => {
  expect(judge([one('1'), one('2'), one('3', { integrationId: 'int_2' }), one('4', { onceKey: Buffer.from('b') }), one('5')])).toEqual(['2', '5'])
})

it('lets nothing through while another event holds the place', () => {
  expect(judge([one('1'), one('2')], live('evt_0'))).toEqual(['1', '2'])
})

it('lets the holder itself through again: a run that is repeated changes nothing', () => {
  expect(judge([one('1'), one('2')], live('evt_2'))).toEqual(['1'])
})

it('does not count what failed at rendering, nor what has no key', () => {
  expect(judge([one('1', { problem: 'Line 1' }), one('2'), one('3', { problem: 'Line 1' }), one('4', { onceKey: null })])).toEqual(['3'])
})
