import { describe, expect, it } from 'vitest'
import { countOf, describeOperation, percentOf } from './describe-operation'

const operation = { kind: 'bulk_resend', status: 'running', total: 20_000, sent: 3200, failed: 0, error: null } as const

describe('what is said of an operation', () => {
  it('counts in words', () => {
    expect(countOf('bulk_resend', 1)).toBe('1 delivery')
    expect(countOf('replay_skipped', 1234)).toBe('1,234 skipped events')
  })

  it('tells how far it is, and why some could not be sent', () => {
    expect(describeOperation(operation)).toBe('3,200 of 20,000 deliveries handed over.')
    expect(describeOperation({ ...operation, failed: 3, error: 'The integration was deleted' }))
      .toBe('3,200 of 20,000 deliveries handed over. 3 could not be sent: The integration was deleted.')
  })

  it('tells what came of it in the end', () => {
    expect(describeOperation({ ...operation, status: 'done', sent: 1, total: 1 })).toBe('1 delivery was handed over: what became of it is in Deliveries.')
    expect(describeOperation({ ...operation, status: 'done', sent: 0, total: 2, failed: 2, error: 'No body' })).toBe('2 could not be sent: No body.')
    expect(describeOperation({ ...operation, status: 'done', sent: 0, total: 0 })).toBe('There was nothing to send.')
    expect(describeOperation({ ...operation, kind: 'replay_skipped', status: 'cancelled', total: 9, sent: 4, error: 'The integration was switched off again' }))
      .toBe('4 of 9 skipped events were handed over and are sent. The integration was switched off again.')
  })

  it('is never over before it is, nor beyond', () => {
    expect(percentOf({ ...operation, sent: 19_999 })).toBe(99)
    expect(percentOf({ ...operation, sent: 30_000 })).toBe(100)
    expect(percentOf({ ...operation, total: 0, sent: 0 })).toBe(100)
  })
})
