import { expect, test } from 'vitest'
import type { EventOutcome } from '@/lib/contracts/event'
import { describeOutcome } from './describe-outcome'

const none = { pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0 }
const say = (outcome: Partial<EventOutcome>) =>
  describeOutcome({ routed: true, deliveries: none, skipped: 0, ...outcome }).map(({ text }) => text).join(', ')

test('what needs attention comes first, and skips are told only when nobody got it', () => {
  expect(say({ deliveries: { ...none, succeeded: 3 }, skipped: 4 })).toBe('3 delivered')
  expect(say({ deliveries: { ...none, succeeded: 2, failed: 1, retrying: 1, cancelled: 1 } })).toBe('1 failed, 1 retrying, 2 delivered, 1 cancelled')
  expect(say({ deliveries: { ...none, pending: 1, sending: 2 } })).toBe('3 queued')
  expect(say({ skipped: 2 })).toBe('Skipped by 2')
  expect(say({})).toBe('Nobody wanted it')
  expect(say({ routed: false })).toBe('Being matched')
})
