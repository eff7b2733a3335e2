import type { EventSample } from '@/lib/catalogue/event-type'
import type { JsonSchema, ObjectSchema } from '@/lib/catalogue/json-schema'
import { AWKWARD_TEXT, LONG_TEXT } from '@/lib/catalogue/make-event-type'
import { validateSchema } from '@/lib/catalogue/validate-schema'
import { ExactNumber } from '@/lib/json/exact-number'
import type { JsonObject, JsonValue } from '@/lib/json/json-value'

/** What the made-up sample is called; a client that sends back what it has read does not make it one of its own. */
export const EDGE_CASES = 'Edge cases'

const OF_EVENT = new Set(['id', 'type', 'description', 'occurredAt', 'scorecard', 'context'])

/** A sample as given; what is left out is filled in by `makeOwnType`. */
export type GivenSample = { name?: string } & Partial<Pick<EventSample, 'id' | 'description' | 'occurredAt'>> & Pick<EventSample, 'context'>

/**
 * Reads what somebody calls a sample: an event as it will be posted (`{"context": {…}, "description"?, …}`), an entry of
 * `samples` as the API shows it (`{"name", "sample"}`), or the bare context.
 */
export function readSample(given: JsonObject): GivenSample {
  const { name, sample } = given
  if (typeof name === 'string' && isObject(sample) && Object.keys(given).length === 2) return { ...readSample(sample), name }
  const { context, id, description, occurredAt } = given
  if (!isObject(context) || Object.keys(given).some((key) => !OF_EVENT.has(key))) return { context: given }
  return {
    context,
    ...(typeof id === 'number' && Number.isSafeInteger(id) && { id }),
    ...(typeof description === 'string' && { description }),
    ...(typeof occurredAt === 'string' && { occurredAt }),
  }
}

/** A context that has a schema, for a type that came without a sample. */
export function makeSample(schema: ObjectSchema): JsonObject {
  const made = makeValue(schema)
  return isObject(made) ? made : {}
}

function makeValue({ anyOf, ...schema }: JsonSchema): JsonValue {
  if (schema.default !== undefined) return schema.default
  if (schema.enum?.[0] !== undefined) return schema.enum[0]
  const [type] = [schema.type ?? []].flat()
  switch (type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, makeValue(inner)]))
    case 'array': return schema.items ? [makeValue(schema.items)] : []
    case 'string': return makeText(schema)
    case 'number': case 'integer': return schema.minimum ?? Math.min(1, schema.maximum ?? 1)
    case 'boolean': return true
    case 'null': return null
    default: return anyOf?.[0] ? makeValue(anyOf[0]) : schema.properties ? makeValue({ ...schema, type: 'object' }) : null
  }
}

function makeText({ format, minLength = 0, maxLength = Infinity }: JsonSchema): string {
  const texts = { 'date-time': '2026-01-01T00:00:00Z', date: '2026-01-01', uri: 'https://example.com/', email: 'ada@example.com', uuid: '00000000-0000-4000-8000-000000000000' }
  if (format !== undefined && Object.hasOwn(texts, format)) return texts[format]
  return 'text'.padEnd(minLength, 't').slice(0, maxLength)
}

/** The sample with what breaks a body that is put together by hand, as far as the schema allows it. */
export function makeEdgeContext(schema: ObjectSchema, sample: JsonObject): JsonObject {
  let place = 0
  const texts = [AWKWARD_TEXT, null, LONG_TEXT]
  const twist = (inner: JsonSchema | undefined, value: JsonValue): JsonValue => {
    const twisted = twistValue(inner, value)
    return inner && validateSchema(inner, twisted).length > 0 ? value : twisted
  }
  const twistFields = (inner: JsonSchema | undefined, object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, twist(inner?.properties?.[name], value)]))
  const twistValue = (inner: JsonSchema | undefined, value: JsonValue): JsonValue => {
    if (typeof value === 'string') return texts[place++ % texts.length] ?? (allowsNull(inner) ? null : AWKWARD_TEXT)
    if (Array.isArray(value)) return []
    if (value instanceof ExactNumber || typeof value === 'number') return 0
    if (typeof value === 'boolean') return !value
    return value === null ? null : twistFields(inner, value)
  }
  return twistFields(schema, sample)
}

function allowsNull(schema: JsonSchema | undefined): boolean {
  return schema?.type === undefined || [schema.type].flat().includes('null')
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}
