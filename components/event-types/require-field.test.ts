import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inferSchema } from '@/lib/catalogue/infer-schema'
import type { JsonObject } from '@/lib/json/json-value'
import { validateSchema } from '@/lib/catalogue/validate-schema'
import { listFields } from './list-fields'
import { requireField } from './require-field'

const name = fc.oneof(fc.constantFrom('a', 'b', '[]', 'a.b', 'toString'), fc.string())
const samples = fc.dictionary(name, fc.oneof(fc.integer(), fc.string(), fc.dictionary(name, fc.integer()), fc.array(fc.dictionary(name, fc.boolean()), { minLength: 1 })), { minKeys: 1 })

it('a field becomes required and optional again, and no other field changes', () => {
  fc.assert(fc.property(samples, fc.nat(), (sample, chosen) => {
    const schema = inferSchema(JSON.parse(JSON.stringify(sample)) as JsonObject)
    const fields = listFields(schema)
    const index = chosen % fields.length
    const { place } = fields[index] ?? expect.unreachable()
    const required = requireField(schema, place, true)
    expect(listFields(required)).toEqual(fields.map((field, at) => ({ ...field, required: at === index })))
    expect(requireField(required, place, true)).toEqual(required)
    expect(requireField(required, place, false)).toEqual(schema)
  }))
})

it('an event without a required field is refused, one with null is not where null is taken', () => {
  const schema = inferSchema({ order: { id: 1 }, items: [{ sku: 'A' }] })
  const strict = [['order'], ['order', 'id'], ['items', null, 'sku']].reduce((made, place) => requireField(made, place, true), schema)
  const problems = (event: JsonObject) => validateSchema(strict, event).length
  const fine: JsonObject[] = [{ order: { id: 1 } }, { order: null }, { order: { id: null }, items: [{ sku: null }] }]
  const without: JsonObject[] = [{}, { order: {} }, { order: { id: 1 }, items: [{}] }]
  expect([fine.map(problems), without.map(problems)]).toEqual([[0, 0, 0], [1, 1, 1]])
})

it('a place that there is not changes nothing', () => {
  const schema = inferSchema({ a: 1 })
  for (const place of [[], ['b'], ['a', 'b'], ['a', null, 'b'], ['constructor']]) expect(requireField(schema, place, true)).toEqual(schema)
})
