import type { EventType, ParamValue, ParamValues } from '@/lib/catalogue/event-type'
import { validateSchema, type SchemaProblem } from '@/lib/catalogue/validate-schema'

export type ResolvedParams = { ok: true; values: ParamValues } | { ok: false; problems: SchemaProblem[] }

/** A trigger's parameters: the given ones checked, the others by default. Pointers start at the parameters. */
export function resolveParams(type: Pick<EventType, 'params'>, given: unknown): ResolvedParams {
  const problems = validateSchema(type.params, given ?? {})
  if (problems.length > 0) return { ok: false, problems }
  const values: Record<string, ParamValue> = {}
  for (const [name, schema] of Object.entries(type.params.properties)) {
    const value: unknown = Reflect.get(Object(given ?? {}), name) ?? schema.default
    if (isParamValue(value)) values[name] = value
  }
  return { ok: true, values }
}

function isParamValue(value: unknown): value is ParamValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
