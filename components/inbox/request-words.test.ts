import { expect, test } from 'vitest'
import { ordinal, senderName, sizeText } from './request-words'

test('counts, sizes and senders in words', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '22nd', '101st', '111th'])
  expect([0, 1, 1023, 1024, 262_144].map(sizeText)).toEqual(['0 bytes', '1 byte', '1023 bytes', '1 KB', '256 KB'])
  const delivery = { id: 'dlv_1', test: true, eventType: 't', integration: null, rule: null }
  expect(senderName({ delivery: null })).toBe('Somebody else')
  expect(senderName({ delivery })).toBe('Integration that is not saved yet')
  expect(senderName({ delivery: { ...delivery, rule: { id: 'rul_1', name: 'Drops' } } })).toBe('Drops')
  expect(senderName({ delivery: { ...delivery, integration: { id: 'int_1', name: 'SIEM' } } })).toBe('SIEM')
})
