import type { JsonSchema, ObjectSchema } from '@/lib/catalogue/json-schema'
import type { FieldPlace } from './list-fields'

const change = (schema: JsonSchema, [step, ...rest]: FieldPlace, required: boolean): JsonSchema => {
  if (step === undefined) return schema
  if (step === null) return schema.items ? { ...schema, items: change(schema.items, rest, required) } : schema
  const inner = Object.hasOwn(schema.properties ?? {}, step) ? schema.properties?.[step] : undefined
  if (!inner) return schema
  if (rest.length > 0) return { ...schema, properties: { ...schema.properties, [step]: change(inner, rest, required) } }
  const { required: former = [], ...others } = schema
  const names = [...former.filter((name) => name !== step), ...(required ? [step] : [])]
  return names.length === 0 ? others : { ...others, required: names }
}

/**
 * The schema with a field that events must have, or need not have any more. What is required is there and may still be
 * null where the schema takes null. Pure.
 */
export const requireField = (schema: ObjectSchema, place: FieldPlace, required: boolean): ObjectSchema => {
  const changed = change(schema, place, required)
  return { ...changed, type: 'object', properties: changed.properties ?? {} }
}
