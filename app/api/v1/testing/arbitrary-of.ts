import fc from 'fast-check'
import * as z from 'zod'
import { naughtyStrings } from './naughty-strings'

/** The parts of JSON Schema that contracts are made of. */
const node = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  format: z.string().optional(),
})

export const naughty = fc.constantFrom(...naughtyStrings)
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }), naughty)
/** Any JSON, with keys and texts of all kinds. */
export const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null), fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), text,
    fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

/**
 * Values for fields of which the contract says less than the product knows, by `name` or `name:type`: they let a request
 * come past the first check.
 */
export interface Hints {
  [field: string]: fc.Arbitrary<unknown>
}

const ofString = ({ format, maxLength = 100 }: z.infer<typeof node>): fc.Arbitrary<unknown> => {
  if (format === 'date-time') return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }).map((date) => date.toISOString())
  if (format === 'email') return fc.emailAddress()
  return fc.oneof(fc.string({ maxLength: Math.min(maxLength, 40) }), fc.string({ unit: 'grapheme', maxLength: 20 }), naughty)
}

const ofNumber = ({ type, minimum, maximum }: z.infer<typeof node>): fc.Arbitrary<unknown> => {
  const [min, max] = [Math.max(minimum ?? -1e6, -1e9), Math.min(maximum ?? 1e6, 1e9)]
  return type === 'integer' ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) }) : fc.double({ min, max, noNaN: true })
}

const ofObject = (schema: z.infer<typeof node>, hints: Hints): fc.Arbitrary<unknown> => {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) return fc.dictionary(text, anyJson, { maxKeys: 4, noNullPrototype: true })
  const model = Object.fromEntries(fields.map(([name, inner]) => {
    const { type, ...rest } = node.parse(inner)
    const hint = 'const' in rest ? undefined : (hints[`${name}:${String(type)}`] ?? hints[name])
    return [name, hint ?? fromNode(inner, hints)]
  }))
  return fc.record(model, { requiredKeys: schema.required ?? [], noNullPrototype: true })
}

const fromNode = (raw: unknown, hints: Hints): fc.Arbitrary<unknown> => {
  const schema = node.parse(raw)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const options = schema.anyOf ?? schema.oneOf
  if (options) return fc.oneof(...options.map((option) => fromNode(option, hints)))
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => fromNode({ ...schema, type }, hints)))
  switch (schema.type) {
    case 'string': return ofString(schema)
    case 'integer': case 'number': return ofNumber(schema)
    case 'boolean': return fc.boolean()
    case 'null': return fc.constant(null)
    case 'array': return fc.array(fromNode(schema.items ?? {}, hints), { minLength: schema.minItems ?? 0, maxLength: 4 })
    case 'object': return ofObject(schema, hints)
    default: return anyJson
  }
}

/** Values that a contract takes, or would take but for what only the product can judge. */
export const arbitraryOf = (contract: z.ZodType, hints: Hints = {}): fc.Arbitrary<unknown> =>
  fromNode(z.toJSONSchema(contract, { io: 'input', unrepresentable: 'any' }), hints)

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value with the place that `pick` chooses changed: another value, gone, or one more field. */
function change(value: unknown, pick: number, replacement: unknown, gone: boolean): unknown {
  const inner = isObject(value) || Array.isArray(value) ? Object.keys(value) : []
  const key = inner[pick % (inner.length + 1)]
  if (key === undefined) return isObject(value) && gone ? { ...value, [`x${pick}`]: replacement } : replacement
  const rest = Math.floor(pick / (inner.length + 1))
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? change(item, rest, replacement, gone) : item))
  const object = Object(value) as Record<string, unknown> // it has keys
  if (gone && rest % 3 === 0) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, name === key ? change(item, rest, replacement, gone) : item]))
}

/** The same with something wrong in one place. */
export const mutated = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(values, fc.nat(), anyJson, fc.boolean()).map(([value, pick, replacement, gone]) => change(value, pick, replacement, gone))
