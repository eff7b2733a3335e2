import type { JsonSchema, ObjectSchema } from '@/lib/catalogue/json-schema'
import { ExactNumber } from '@/lib/json/exact-number'
import type { JsonObject, JsonValue } from '@/lib/json/json-value'

/**
 * The schema of a sample, for a workspace's own event type: names and types for completion and warnings. Nothing is
 * required and null is always allowed, as one sample cannot tell.
 */
export function inferSchema(sample: JsonObject): ObjectSchema {
  return { type: 'object', properties: inferProperties(sample) }
}

function inferProperties(object: JsonObject): Record<string, JsonSchema> {
  const entries = Object.entries(object).map(([name, value]) => [name, inferValue(value)])
  return Object.fromEntries(entries)
}

function inferValue(value: JsonValue): JsonSchema {
  if (value === null) return {}
  if (Array.isArray(value)) return { type: ['array', 'null'], ...inferItems(value) }
  if (typeof value === 'number' || value instanceof ExactNumber) return { type: ['number', 'null'] }
  if (typeof value === 'object') return { type: ['object', 'null'], properties: inferProperties(value) }
  return { type: [typeof value === 'boolean' ? 'boolean' : 'string', 'null'] }
}

function inferItems(items: readonly JsonValue[]): JsonSchema {
  const [first, ...rest] = items.map(inferValue)
  return first ? { items: rest.reduce(merge, first) } : {}
}

/** What two samples of the same thing have in common: different kinds tell nothing. */
function merge(a: JsonSchema, b: JsonSchema): JsonSchema {
  if (a.type === undefined || String(a.type) !== String(b.type)) return {}
  if (a.items && b.items) return { ...a, items: merge(a.items, b.items) }
  if (!a.properties || !b.properties) return a.items ? a : b
  const [left, right] = [new Map(Object.entries(a.properties)), new Map(Object.entries(b.properties))]
  const names = new Set([...left.keys(), ...right.keys()])
  const merged = [...names].map((name) => {
    const [here, there] = [left.get(name), right.get(name)]
    return [name, here && there ? merge(here, there) : (here ?? there ?? {})] as const
  })
  return { ...a, properties: Object.fromEntries(merged) }
}
