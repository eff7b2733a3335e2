import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { checkSchema, toObjectSchema } from '@/lib/catalogue/check-schema'
import { checkDescription, fillDescription } from '@/lib/catalogue/fill-description'
import { generateTemplate } from '@/lib/catalogue/generate-template'
import { inferSchema } from '@/lib/catalogue/infer-schema'
import { makeOwnType } from '@/lib/catalogue/make-own-type'
import { EDGE_CASES, makeSample, readSample } from '@/lib/catalogue/own-samples'
import { validateSchema } from '@/lib/catalogue/validate-schema'
import type { JsonObject } from '@/lib/json/json-value'
import { parseJson } from '@/lib/json/parse-json'
import { stringifyJson } from '@/lib/json/stringify-json'
import { checkTemplate } from '@/lib/templates/check-template'
import { sampleScope } from '@/lib/templates/sample-scope'

// Properties run hundreds of cases; a busy machine needs more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 })

// Through the product's own parser: `__proto__`, long numbers and all.
const objects = fc.dictionary(fc.oneof(fc.string(), fc.string({ unit: 'grapheme-ascii' }), fc.constantFrom('size', 'first', 'a-b', '__proto__', 'constructor', 'a b', '1')), fc.jsonValue())
  .map((object) => parseJson(stringifyJson(object)) as JsonObject) // a dictionary
const typeOf = (...contexts: JsonObject[]) => {
  const contextSchema = inferSchema(...contexts)
  return makeOwnType({ key: 'acme.happened', label: 'When it happens', descriptionTemplate: '', contextSchema, samples: contexts.map((context) => ({ context })), defaultTemplate: generateTemplate(contextSchema) })
}

describe('a type that is made from samples', () => {
  it('takes each of them, and its body holds each to the digit', () => {
    fc.assert(fc.property(objects, objects, (one, other) => {
      const type = typeOf(one, other)
      for (const { name, ...sample } of type.samples) {
        expect(validateSchema(type.contextSchema, sample.context)).toEqual([])
        const { valid, problems, output } = checkTemplate({ template: type.defaultTemplate, contentType: 'application/json', contextSchema: type.contextSchema, scope: sampleScope(sample) })
        expect([valid, problems]).toEqual([true, []])
        const { notification } = parseJson(output) as { notification: { context: JsonObject } } // the default body
        for (const [field, value] of Object.entries(sample.context)) expect([name, field, stringifyJson(notification.context[field])]).toEqual([name, field, stringifyJson(value)])
      }
    }))
  })

  it('has one sample that breaks what is put together by hand, as far as the schema allows', () => {
    const { samples } = typeOf({ text: 'x', other: 'y', more: 'z', at: '2026-01-01T00:00:00Z', n: 5, flag: true, list: [1], inner: { text: 'x' } })
    const edge = samples.find(({ name }) => name === EDGE_CASES)
    expect(edge?.context).toMatchObject({ text: expect.stringContaining('\n\tline two') as string, other: null, at: '2026-01-01T00:00:00Z', n: 0, flag: false, list: [] })
    expect(String(edge?.context.more)).toHaveLength(2000)
  })
})

describe('of several samples', () => {
  it('what all have is required, what is missing or null in one is not', () => {
    expect(inferSchema({ id: 1, note: 'a', at: '2026-01-01T00:00:00Z' }, { id: 2.5, note: null, at: '2026-01-02T00:00:00.5+01:00', extra: [{ a: 1 }, { a: 2 }] })).toEqual({
      type: 'object',
      required: ['id', 'at'],
      properties: {
        id: { type: 'number' }, note: { type: ['string', 'null'] }, at: { type: 'string', format: 'date-time' },
        extra: { type: ['array', 'null'], items: { type: ['object', 'null'], properties: { a: { type: ['number', 'null'] } } } },
      },
    })
  })

  it('kinds that differ tell nothing, and a date is one only where all are', () => {
    expect(inferSchema({ a: 1, day: '2026-01-01', mixed: '2026-01-01' }, { a: 'x', day: '2026-02-01', mixed: 'soon' }).properties)
      .toEqual({ a: {}, day: { type: 'string', format: 'date' }, mixed: { type: 'string' } })
  })
})

it('a sample is an event, an entry of `samples`, or the bare context', () => {
  const context = { a: 1 }
  expect(readSample({ context, description: 'd', type: 'x' })).toEqual({ context, description: 'd' })
  expect(readSample({ name: 'Late', sample: { id: 5, context } })).toEqual({ name: 'Late', id: 5, context })
  expect(readSample(context)).toEqual({ context })
  expect(readSample({ context, order: 1 })).toEqual({ context: { context, order: 1 } })
  expect(readSample({ context: 'words' })).toEqual({ context: { context: 'words' } })
})

describe('the default body', () => {
  it('has a line for each field', () => {
    expect(generateTemplate(inferSchema({ orderId: 1, customer: { name: 'x' } }))).toContain('"context": {\n      "orderId": {{ notification.context.orderId }},\n      "customer": {{ notification.context.customer }}\n    }\n')
  })

  it.each([[{}], [{ 'a b': 1 }], [{ size: 1 }], [{ 'x"}}': 1 }], [Object.fromEntries(Array.from({ length: 61 }, (_, i) => [`f${i}`, 1]))]])(
    'has the whole context where names cannot stand in Liquid: %j', (context) => {
      expect(generateTemplate(inferSchema(context))).toContain('"context": {{ notification.context }}')
    })
})

describe('a description', () => {
  const scope = { notification: { type: 't', occurredAt: 'now', context: { order: { id: 7, tags: ['a', 'b'] }, none: null } }, workspace: { name: 'Acme' } }

  it.each([
    ['Order {{notification.context.order.id}} of {{ workspace.name }}', 'Order 7 of Acme'],
    ['{{ notification.context.order.tags.1 }}{{ notification.context.none }}{{ notification.context.order.nothing.more }}', 'b'],
    ['{{ notification.context.order }} {{ notification.context.constructor }}', '{"id":7,"tags":["a","b"]} '],
    ['{ no place }', '{ no place }'],
  ])('%s', (template, text) => {
    expect(checkDescription(template)).toBeNull()
    expect(fillDescription(template, scope)).toBe(text)
  })

  it.each(['{% if x %}', '{{ notification.context.a | upcase }}', '{{ notification', '}}', '{{ secrets }}', '{{}}', '{{ notification.context.a[0] }}'])(
    '%s is refused', (template) => expect(checkDescription(template)).not.toBeNull())
})

describe('a schema of their own', () => {
  it.each([
    [{ type: 'array' }, '/type'], [{ properties: { a: { type: 'text' } } }, '/properties/a/type'], [{ properties: { a: { pattern: '^x' } } }, '/properties/a/pattern'],
    [{ properties: [] }, '/properties'], [{ required: 'a' }, '/required'], [{ additionalProperties: {} }, '/additionalProperties'],
    [{ properties: { 'a/b': { items: { minimum: '1' } } } }, '/properties/a~1b/items/minimum'], [{ $ref: '#/x' }, '/$ref'], [{ properties: { a: null } }, '/properties/a'],
  ])('%j is refused at %s', (schema, pointer) => {
    expect(checkSchema(schema).map((problem) => problem.pointer)).toEqual([pointer])
  })

  it('gives a sample that fits it', () => {
    const schema = {
      type: 'object', required: ['id', 'at', 'kind'], title: 'Order',
      properties: { id: { type: 'integer', minimum: 10 }, at: { type: 'string', format: 'date-time' }, kind: { enum: ['new', 'old'] }, list: { type: 'array', items: { type: 'string', minLength: 9 } }, any: {}, one: { anyOf: [{ type: 'boolean' }] } },
    }
    expect(checkSchema(schema)).toEqual([])
    const sample = makeSample(toObjectSchema(schema))
    expect(sample).toEqual({ id: 10, at: '2026-01-01T00:00:00Z', kind: 'new', list: ['textttttt'], any: null, one: true })
    expect(validateSchema(toObjectSchema(schema), sample)).toEqual([])
  })
})
