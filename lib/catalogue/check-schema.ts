import type { JsonSchema, ObjectSchema } from '@/lib/catalogue/json-schema'
import type { JsonValue } from '@/lib/json/json-value'
import { toPointer } from '@/lib/json/json-error'

export type BadSchema = { pointer: string; code: string; message: string }
type Path = readonly (string | number)[]
type Check = (value: unknown, path: Path) => BadSchema[]

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']
const MOST_LEVELS = 50

// What would not be checked is refused, so that nobody relies on it; what only describes is kept.
const KEYWORDS: Record<keyof JsonSchema, Check> & Record<string, Check> = {
  type: (value, path) => ([value].flat().length > 0 && [value].flat().every((one) => typeof one === 'string' && TYPES.includes(one)) ? [] : [bad(path, `Must be one or more of ${TYPES.join(', ')}`)]),
  enum: (value, path) => (Array.isArray(value) && value.length > 0 && value.every(isPlain) ? [] : [bad(path, 'Must be a list of texts, numbers, true, false and null')]),
  required: (value, path) => (Array.isArray(value) && value.every((one) => typeof one === 'string') ? [] : [bad(path, 'Must be a list of names')]),
  properties: (value, path) => (isObject(value) ? Object.entries(value).flatMap(([name, inner]) => checkAt(inner, [...path, name])) : [bad(path, 'Must be an object')]),
  items: checkAt,
  anyOf: (value, path) => (Array.isArray(value) && value.length > 0 ? value.flatMap((inner, index) => checkAt(inner, [...path, index])) : [bad(path, 'Must be a list of schemas')]),
  additionalProperties: (value, path) => (typeof value === 'boolean' ? [] : [bad(path, 'Must be true or false')]),
  minimum: isNumber, maximum: isNumber, minLength: isNumber, maxLength: isNumber,
  format: isText, title: isText, description: isText, $schema: isText, $id: isText, $comment: isText,
  default: () => [], examples: () => [], deprecated: () => [], readOnly: () => [], writeOnly: () => [],
}

/** All that is wrong with a schema that somebody wrote for an own event type; pointers start at the schema. */
export function checkSchema(schema: unknown): BadSchema[] {
  if (!isObject(schema)) return [bad([], 'Must be an object')]
  if ('type' in schema && schema.type !== 'object') return [bad(['type'], 'The context is an object')]
  return checkAt(schema, [])
}

/** A schema without findings, in the form that event types have. */
export function toObjectSchema(schema: { readonly [keyword: string]: unknown }): ObjectSchema {
  const { properties = {}, ...rest } = schema as JsonSchema // checked by checkSchema
  return { ...rest, type: 'object', properties }
}

function checkAt(schema: unknown, path: Path): BadSchema[] {
  if (!isObject(schema)) return [bad(path, 'Must be a schema, that is, an object')]
  if (path.length > MOST_LEVELS) return [bad(path, 'Is too deep')]
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const check = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined
    return check ? check(value, [...path, keyword]) : [bad([...path, keyword], `"${keyword}" is not checked here: only ${Object.keys(KEYWORDS).slice(0, 12).join(', ')} are`, 'unsupported')]
  })
}

function isNumber(value: unknown, path: Path): BadSchema[] {
  return typeof value === 'number' ? [] : [bad(path, 'Must be a number')]
}

function isText(value: unknown, path: Path): BadSchema[] {
  return typeof value === 'string' ? [] : [bad(path, 'Must be a text')]
}

function isPlain(value: JsonValue): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function bad(path: Path, message: string, code = 'invalid'): BadSchema {
  return { pointer: toPointer(path), code, message }
}
