import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { listEventTypes } from '@/lib/catalogue/find-event-type'
import { describeApi, listOperations } from './describe-api'
import { renderDefault } from './describe-sent'
import { toSchema } from './to-schema'

const written = describeApi({ address: 'https://hooks.example.com', version: '1.2.3' })
const document = JSON.parse(JSON.stringify(written)) as typeof written // as clients get it
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).addSchema(document, 'api')

const valuesOf = (key: string, value: unknown): unknown[] =>
  typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(key, inner)])

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
    expect(document.openapi).toMatch(/^3\.1\./)
  })

  it('refers only to what it has', () => {
    const names = Object.entries(document.components).flatMap(([kind, all]) => Object.keys(all).map((name) => `#/components/${kind}/${name}`))
    expect(valuesOf('$ref', document).filter((target) => !names.includes(String(target)))).toEqual([])
  })

  it('has a name of its own for each operation, and a name for every body', () => {
    const ids = valuesOf('operationId', document)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { name, operation: { body } } of listOperations()) {
      if (body) expect([name, toSchema(body, 'input')]).toEqual([name, { $ref: expect.any(String) }])
    }
  })

  it('gives examples that are taken', () => {
    for (const { name, operation: { body, example } } of listOperations()) {
      if (example) expect([name, body?.safeParse(example).success]).toEqual([name, true])
    }
  })
})

describe('what is sent', () => {
  it.each(listEventTypes().map((type) => [type.key, type] as const))('the bodies of %s are as described', (key, type) => {
    const pointer = key.replaceAll('~', '~0').replaceAll('/', '~1')
    const check = ajv.getSchema(`api#/webhooks/${pointer}/post/requestBody/content/application~1json/schema`)
    for (const { name, ...sample } of type.samples) {
      expect([name, check?.(renderDefault(type, sample)), check?.errors]).toEqual([name, true, null])
    }
  })

  it('names the headers of every scheme', () => {
    expect(Object.values(document.components.parameters).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['webhook-id', 'webhook-timestamp', 'webhook-signature', 'X-Guard-Signature', 'X-Argyle-Signature']),
    )
  })
})
