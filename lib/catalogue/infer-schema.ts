import type { JsonSchema, ObjectSchema } from '@/lib/catalogue/json-schema'
import { isFormat } from '@/lib/catalogue/schema-formats'
import { ExactNumber } from '@/lib/json/exact-number'
import type { JsonObject, JsonValue } from '@/lib/json/json-value'

/**
 * The schema of samples of the same thing, for a workspace's own event type. One sample tells names and types only:
 * nothing is required and null is always allowed. Of several, what all of them have is required, and what is null or
 * missing in one may be so.
 */
export function inferSchema(...samples: readonly JsonObject[]): ObjectSchema {
  return { type: 'object', ...inferFields(samples) }
}

function inferFields(objects: readonly JsonObject[]): Pick<ObjectSchema, 'properties' | 'required'> {
  const names = new Set(objects.flatMap((object) => Object.keys(object)))
  const required: string[] = []
  const properties = [...names].map((name) => {
    const holders = objects.filter((object) => Object.hasOwn(object, name))
    const values = holders.map((object) => object[name] ?? null)
    const certain = objects.length > 1 && holders.length === objects.length && !values.includes(null)
    if (certain) required.push(name)
    return [name, infer(values, certain)] as const
  })
  return { properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) }
}

type Kind = 'object' | 'array' | 'string' | 'number' | 'boolean'

/** What values at one place have in common: different kinds tell nothing. */
function infer(values: readonly JsonValue[], certain: boolean): JsonSchema {
  const present = values.filter((value) => value !== null)
  const [kind, ...others] = new Set(present.map(kindOf))
  if (kind === undefined || others.length > 0) return {}
  return { type: certain ? kind : [kind, 'null'], ...inferInside(kind, present) }
}

function inferInside(kind: Kind, values: readonly JsonValue[]): JsonSchema {
  switch (kind) {
    case 'object':
      return inferFields(values as readonly JsonObject[]) // all are of this kind
    case 'array': {
      const items = (values as readonly JsonValue[][]).flat(1)
      return items.length > 0 ? { items: inferItem(items) } : {}
    }
    case 'string': {
      const format = (['date-time', 'date'] as const).find((one) => values.every((value) => isFormat(one, String(value))))
      return format ? { format } : {}
    }
    case 'number':
    case 'boolean':
      return {}
  }
}

// That the items of one list are alike says little about the next list.
function inferItem(items: readonly JsonValue[]): JsonSchema {
  return loosen(infer(items, false))
}

function loosen({ required: _required, properties, items, ...schema }: JsonSchema): JsonSchema {
  return {
    ...schema,
    ...(schema.type !== undefined && { type: [...new Set([...[schema.type].flat(), 'null' as const])] }),
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, loosen(inner)])) }),
    ...(items && { items: loosen(items) }),
  }
}

function kindOf(value: Exclude<JsonValue, null>): Kind {
  if (Array.isArray(value)) return 'array'
  if (value instanceof ExactNumber || typeof value === 'number') return 'number'
  if (typeof value === 'object') return 'object'
  return typeof value === 'boolean' ? 'boolean' : 'string'
}
