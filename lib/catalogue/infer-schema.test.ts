import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { inferSchema } from '@/lib/catalogue/infer-schema'
import { validateSchema } from '@/lib/catalogue/validate-schema'

// Properties run hundreds of cases; a busy machine needs more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 })

it('a sample fits the schema that was inferred from it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      // jsonValue is a JsonValue by definition; fast-check's own type allows undefined.
      const sample = JSON.parse(JSON.stringify(object))
      expect(validateSchema(inferSchema(sample), sample)).toEqual([])
    }),
  )
})

it('names and types come out, for lists those of the items', () => {
  expect(inferSchema({ a: 1, list: [{ x: 'y' }, { z: true }], mixed: [1, 'a'], nothing: null })).toEqual({
    type: 'object',
    properties: {
      a: { type: ['number', 'null'] },
      list: {
        type: ['array', 'null'],
        items: {
          type: ['object', 'null'],
          properties: { x: { type: ['string', 'null'] }, z: { type: ['boolean', 'null'] } },
        },
      },
      mixed: { type: ['array', 'null'], items: {} },
      nothing: {},
    },
  })
})
