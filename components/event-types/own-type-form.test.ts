import { describe, expect, it } from 'vitest'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { listFields } from './list-fields'
import { derive, emptyOwnType, readText, toBody, toForm } from './own-type-form'
import { suggestKey } from './suggest-key'

it.each([
  ['When an order is shipped', 'order.shipped'], ['Über-Größe: 5 Stück!', 'uber.grosse.5.stuck'], ['When a new data leak is published for one of your vendors', 'data.leak.published.one'], ['', ''], ['注文', ''], ['3 strikes', 'strikes'],
])('a key for "%s" is "%s"', (label, key) => expect(suggestKey(label)).toBe(key))

it('fields are listed with their kind, nested ones below theirs', () => {
  const { schema } = derive({ ...emptyOwnType, samples: [{ text: '{"id":1,"at":"2026-01-01T00:00:00Z","items":[{"sku":"a"}],"who":{"day":"2026-01-01"},"none":null,"tags":["x"]}' }, { text: '{"id":2}' }] })
  expect(listFields(schema).map(({ path, type, required, depth }) => `${'-'.repeat(depth)}${path}: ${type}${required ? '!' : ''}`)).toEqual([
    'id: number!', 'at: date and time', 'items: list of object', '-items[].sku: text', 'who: object', '-who.day: date', 'none: anything', 'tags: list of text',
  ])
})

describe('a typed sample', () => {
  it.each([['', null], ['[1]', 'JSON object'], ['5', 'JSON object'], ['1.0', 'JSON object'], ['{"a":', 'line 1, column 6']])('%s', (text, message) => {
    expect(readText(text)).toEqual({ ok: false, message: message === null ? null : expect.stringContaining(message) as string })
  })

  it('may be a whole event', () => expect(readText('{"type":"x","context":{"a":1.0}}')).toMatchObject({ ok: true, sample: { context: { a: {} } } }))
})

const stored: EventTypeView = {
  key: 'order.shipped', label: 'When an order is shipped', category: 'Custom', params: {}, contextSchema: { type: 'object', properties: { a: { type: ['number', 'null'] } } },
  sample: { id: 1, type: 'order.shipped', description: 'd', occurredAt: '2026-01-01T12:00:00Z', context: { a: 1 } },
  samples: ['Typical', 'Edge cases'].map((name) => ({ name, sample: { id: 1, type: 'order.shipped', description: 'd', occurredAt: '2026-01-01T12:00:00Z', context: { a: 1 } } })),
  defaultTemplate: '{}', own: { descriptionTemplate: '', inferred: { contextSchema: true, defaultTemplate: false }, integrations: [], createdAt: '', updatedAt: '' },
}

describe('the body that is sent', () => {
  it('leaves a stored sample that was not touched as it was read, and the made-up one out', () => {
    expect(toBody(toForm(stored))).toEqual({
      key: 'order.shipped', label: 'When an order is shipped', descriptionTemplate: null, sample: stored.samples[0], samples: [], contextSchema: null, defaultTemplate: '{}',
    })
  })

  it('keeps the name of a changed one, and leaves empty ones out', () => {
    const form = toForm(stored)
    const changed = { ...form, samples: [{ ...form.samples[0], text: '{"a":2}' }, { text: ' ' }, { text: '{"a":3}' }] }
    expect(toBody(changed)).toMatchObject({ sample: { name: 'Typical', sample: { context: { a: 2 } } }, samples: [{ a: 3 }] })
  })
})

it('nothing follows from nothing', () => expect(derive(emptyOwnType)).toMatchObject({ key: '', type: null, schema: { properties: {} }, descriptionProblem: null }))
