import * as z from 'zod'
import { answerNames, bodyNames } from './names'

/** A JSON Schema (2020-12) as it stands in the document. */
export type Schema = z.core.JSONSchema.JSONSchema
type Io = 'input' | 'output'

const refTo = (name: string): string => `#/components/schemas/${name}`

// Every instant is named so, whatever checks it: RFC 3339.
const INSTANT = /^(.*At|at|since|until)$/

const asInstant = (schema: Schema): void => {
  for (const one of schema.anyOf ?? [schema]) if (one.type === 'string') one.format = 'date-time'
}

// What zod writes for itself rather than for readers: bounds of JavaScript's integers, patterns beside their formats. And
// what is answered may get new fields: clients must not be told that it cannot.
const tidy = (io: Io) => ({ jsonSchema }: { jsonSchema: Schema }): void => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  for (const [name, property] of Object.entries(jsonSchema.properties ?? {})) {
    if (INSTANT.test(name) && typeof property === 'object') asInstant(property)
  }
}

const settings = (io: Io) => ({ io, unrepresentable: 'any', override: tidy(io), uri: refTo } as const)

const bare = ({ $schema: _draft, $id: _id, id: _name, ...schema }: Schema): Schema => schema

const toNamed = (names: Readonly<Record<string, z.ZodType>>, io: Io): Record<string, Schema> => {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(names)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, settings(io))
  return Object.fromEntries(Object.keys(names).map((name) => [name, bare(schemas[name] ?? {})]))
}

/** All named schemas; those of bodies as they are sent (before defaults), those of answers as they are read. */
export const namedSchemas = (): Record<string, Schema> => ({ ...toNamed(answerNames, 'output'), ...toNamed(bodyNames, 'input') })

const nameIn = (names: Readonly<Record<string, z.ZodType>>, schema: z.ZodType): string | undefined =>
  Object.keys(names).find((name) => names[name] === schema)

/** A reference to a named schema; one without a name, which only a plain value should be, is written out. */
export function toSchema(schema: z.ZodType, io: Io): Schema {
  const name = nameIn(io === 'input' ? bodyNames : answerNames, schema)
  return name === undefined ? bare(z.toJSONSchema(schema, settings(io))) : { $ref: refTo(name) }
}
