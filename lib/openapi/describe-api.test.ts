import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { listEventTypes } from '@/lib/catalogue/find-event-type'
import { describeApi, listOperations } from './describe-api'
import { EXAMPLE_EVENTS } from '@/lib/rules/rule-event-types'
import { renderRuleBody } from './describe-rule-body'
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

  const checkRule = ajv.getSchema('api#/webhooks/rule/post/requestBody/content/application~1json/schema')

  it.each(EXAMPLE_EVENTS.map((event) => [event.kind, event] as const))('the body of a rule for %s is as described, also of a retry and of a later web request', (_kind, event) => {
    const webhooks = ['text', null, { a: 1 }].map((body) => ({ url: 'https://example.com/hook', response: { status: 200, body } }))
    for (const more of [{}, { attempt: 2 }, { webhooks }, { attempt: 6, webhooks }]) {
      const body = renderRuleBody(event, more)
      expect([checkRule?.(body), checkRule?.errors]).toEqual([true, null])
      expect(['retries' in body, 'webhooks' in body]).toEqual(['attempt' in more, 'webhooks' in more])
    }
    expect(checkRule?.({ ...renderRuleBody(event), retries: 0 })).toBe(false)
    expect(checkRule?.({ ...renderRuleBody(event), trigger: { type: 'other' } })).toBe(false)
  })

  it('names the headers of every scheme', () => {
    expect(Object.values(document.components.parameters).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['webhook-id', 'webhook-timestamp', 'webhook-signature', 'X-Guard-Signature', 'X-Argyle-Signature']),
    )
  })
})
