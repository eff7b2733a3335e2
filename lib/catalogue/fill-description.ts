import type { JsonObject, JsonValue } from '@/lib/json/json-value'
import { stringifyJson } from '@/lib/json/stringify-json'

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g
const PATH = /^(?:notification\.(?:type|occurredAt|context(?:\.[\w-]+)*)|workspace\.name)$/
const MOST_CHARS = 10_000

/**
 * What is wrong with the description template of a workspace's own type, or null. It is filled in while events are taken
 * in, so it has only text and places such as `{{ notification.context.order.id }}`: no tags, no filters.
 */
export function checkDescription(template: string): string | null {
  const rest = template.replace(PLACE, '')
  if (/\{\{|\}\}|\{%|%\}/.test(rest)) return 'Only text and places such as {{ notification.context.name }} are possible here, no tags'
  const bad = [...template.matchAll(PLACE)].map(([, path = '']) => path).find((path) => !PATH.test(path))
  return bad === undefined ? null : `"${bad}" is not possible here: use notification.context.…, notification.type, notification.occurredAt or workspace.name`
}

/** The text with its places filled in, in linear time; what is missing or null leaves nothing. */
export function fillDescription(template: string, scope: JsonObject): string {
  const filled = template.replace(PLACE, (_, path: string) => toText(find(scope, path.split('.'))))
  return filled.length > MOST_CHARS ? filled.slice(0, MOST_CHARS).replace(/[\ud800-\udbff]$/, '') : filled
}

function find(scope: JsonValue, path: readonly string[]): JsonValue {
  return path.reduce<JsonValue>((at, name) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null
    return (Reflect.get(at, name) as JsonValue | undefined) ?? null // an own field of JSON
  }, scope)
}

function toText(value: JsonValue): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : stringifyJson(value)
}
