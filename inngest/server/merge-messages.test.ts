import { describe, expect, it } from 'vitest'
import { mergeMessages } from './merge-messages'

const row = (id: string, name: string, data: object, ts = 1000) => ({ id, event: JSON.stringify({ id, name, data, ts }) })
const received = (id: string, count = 1) => row(id, 'events/received', { eventIds: Array.from({ length: count }, (_, i) => `${id}-${i}`) })
const retry = (id: string, attempt = 1) => row(`${id}.${attempt}`, 'delivery/retry', { deliveryId: id, attempt })
const eventsOf = (rows: Parameters<typeof mergeMessages>[0]) => mergeMessages(rows).map(({ event }) => JSON.parse(event))

describe('messages for an Inngest server', () => {
  it('that say the same of different rows are one', () => {
    expect(eventsOf([received('a', 2), retry('d1'), received('b'), retry('d2', 3)])).toMatchObject([
      { name: 'events/received', data: { eventIds: ['a-0', 'a-1', 'b-0'] }, ts: 1000 },
      { name: 'delivery/retry', data: { deliveries: [{ deliveryId: 'd1', attempt: 1 }, { deliveryId: 'd2', attempt: 3 }] } },
    ])
  })

  it('go as they are when they are alone or of another kind, under their own ids', () => {
    const rows = [received('a'), row('m', 'mail/send', { mailId: 'x' }), row('n', 'mail/send', { mailId: 'y' }), retry('d')]
    expect(mergeMessages(rows).map(({ event }) => event).sort()).toEqual(rows.map(({ event }) => event).sort())
  })

  it('are taken once when they are sent again together, and have another id in other company', () => {
    const [first, again, other] = [[retry('a'), retry('b')], [retry('a'), retry('b')], [retry('a'), retry('c')]].map((rows) => eventsOf(rows)[0].id)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it('hold 500 ids at most, unless one message has more, and lose none of the rows', () => {
    const rows = [received('a', 300), received('b', 300), received('c', 200), received('d', 700), ...Array.from({ length: 1001 }, (_, i) => retry(`r${i}`))]
    const parcels = mergeMessages(rows)
    expect(parcels.map(({ rows: own }) => own.length)).toEqual([1, 2, 1, 500, 500, 1])
    expect(parcels.flatMap(({ rows: own }) => own)).toEqual(rows)
  })

  it('that are not understood go as they are', () => {
    const rows = [row('a', 'events/received', { other: 1 }), row('b', 'events/received', {}), received('c')]
    expect(mergeMessages(rows).map(({ event }) => event)).toEqual(rows.map(({ event }) => event))
  })
})
