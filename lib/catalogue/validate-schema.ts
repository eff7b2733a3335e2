import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { isFormat } from '@/lib/catalogue/schema-formats'
import { ExactNumber } from '@/lib/json/exact-number'
import { toPointer } from '@/lib/json/json-error'

export type SchemaProblem = { pointer: string; code: SchemaProblemCode; message: string }
export type SchemaProblemCode = 'required' | 'type' | 'enum' | 'range' | 'format' | 'unknown' | 'any_of'

type Path = readonly (string | number)[]

/** All that is wrong with a value, with RFC 6901 pointers below `path`. Fields that the schema does not name pass. */
export function validateSchema(schema: JsonSchema, value: unknown, path: Path = []): SchemaProblem[] {
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length > 0 && !types.some((type) => hasType(value, type))) {
    return [problem(path, 'type', `must be ${types.join(' or ')}, is ${nameType(value)}`)]
  }
  return [
    ...checkValue(schema, value, path),
    ...checkObject(schema, value, path),
    ...checkItems(schema, value, path),
    ...checkAnyOf(schema, value, path),
  ]
}

function checkValue(schema: JsonSchema, value: unknown, path: Path): SchemaProblem[] {
  if (schema.enum && !schema.enum.some((allowed) => allowed === value)) {
    return [problem(path, 'enum', `must be one of ${schema.enum.map(String).join(', ')}`)]
  }
  if (typeof value === 'string') return checkText(schema, value, path)
  const number = readNumber(value)
  if (number === undefined) return []
  const { minimum = -Infinity, maximum = Infinity } = schema
  return number >= minimum && number <= maximum ? [] : [problem(path, 'range', describeRange(schema))]
}

function checkText(schema: JsonSchema, text: string, path: Path): SchemaProblem[] {
  // A workspace's own schema may name a format that is not checked here.
  if (schema.format && !isFormat(schema.format, text)) return [problem(path, 'format', `must be a ${schema.format}`)]
  const { minLength = 0, maxLength = Infinity } = schema
  if (text.length < minLength) return [problem(path, 'range', `must have at least ${minLength} characters`)]
  return text.length > maxLength ? [problem(path, 'range', `must have at most ${maxLength} characters`)] : []
}

function checkObject(schema: JsonSchema, value: unknown, path: Path): SchemaProblem[] {
  if (!isObject(value)) return []
  const problems: SchemaProblem[] = []
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) problems.push(problem([...path, name], 'required', 'is required'))
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (!Object.hasOwn(value, name)) continue
    problems.push(...validateSchema(property, Reflect.get(value, name), [...path, name]))
  }
  if (schema.additionalProperties === false) {
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(schema.properties ?? {}, name)) continue
      problems.push(problem([...path, name], 'unknown', 'is not known'))
    }
  }
  return problems
}

function checkItems(schema: JsonSchema, value: unknown, path: Path): SchemaProblem[] {
  const { items } = schema
  if (!items || !Array.isArray(value)) return []
  return value.flatMap((item: unknown, index) => validateSchema(items, item, [...path, index]))
}

/** When no alternative fits, the complaints of the first say what is expected. */
function checkAnyOf(schema: JsonSchema, value: unknown, path: Path): SchemaProblem[] {
  const attempts = (schema.anyOf ?? []).map((alternative) => validateSchema(alternative, value, path))
  return attempts.some((problems) => problems.length === 0) ? [] : (attempts[0] ?? [])
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'number') return readNumber(value) !== undefined
  if (type === 'integer') return Number.isInteger(readNumber(value))
  if (type === 'object') return isObject(value)
  return nameType(value) === type
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' || value instanceof ExactNumber ? Number(value) : undefined
}

function nameType(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return 'array'
  return value instanceof ExactNumber ? 'number' : typeof value
}

function describeRange({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `must be from ${minimum} to ${maximum}`
  return minimum === undefined ? `must be at most ${maximum}` : `must be at least ${minimum}`
}

function problem(path: Path, code: SchemaProblemCode, message: string): SchemaProblem {
  return { pointer: toPointer(path), code, message }
}
