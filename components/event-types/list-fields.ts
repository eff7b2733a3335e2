import type { JsonSchema } from '@/lib/catalogue/json-schema'

/** The names that lead to a field; null: the items of a list. */
export type FieldPlace = ReadonlyArray<string | null>

/** A line of the table of fields. */
export interface SchemaField {
  path: string // items[].sku
  place: FieldPlace
  type: string
  required: boolean
  depth: number
}

const KINDS: Record<string, string> = { object: 'object', array: 'list', string: 'text', number: 'number', integer: 'whole number', boolean: 'true or false', null: 'null' }
const FORMATS: Record<string, string> = { 'date-time': 'date and time', date: 'date', uri: 'URL', email: 'email address', uuid: 'UUID' }

/** What a schema says of each field, nested ones below theirs. */
export function listFields(schema: JsonSchema, path = '', depth = 0, above: FieldPlace = []): SchemaField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`
    const place = [...above, name]
    const field = { path: at, place, type: wordType(inner), required: schema.required?.includes(name) ?? false, depth }
    return [field, ...listFields(inner, at, depth + 1, place), ...listFields(inner.items ?? {}, `${at}[]`, depth + 1, [...place, null])]
  })
}

function wordType(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map(String).join(', ')
  const kinds = [schema.type ?? []].flat().filter((kind) => kind !== 'null')
  if (kinds.length === 0) return schema.anyOf ? schema.anyOf.map(wordType).join(' or ') : 'anything'
  return kinds.map((kind) => (kind === 'array' && schema.items ? `list of ${wordType(schema.items)}` : (kind === 'string' && FORMATS[schema.format ?? '']) || (KINDS[kind] ?? kind))).join(' or ')
}
