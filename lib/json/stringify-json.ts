import { ExactNumber } from '@/lib/json/exact-number'
import { orderedKeys } from '@/lib/json/json-value'

/**
 * Writes a value as compact JSON (or indented by `indent` spaces): `ExactNumber` as received, keys in their received
 * order, lone surrogates escaped. Like `JSON.stringify`, a missing or non-finite value is `null` and an undefined
 * member is left out.
 */
export function stringifyJson(value: unknown, indent = 0): string {
  return write(value, indent > 0 ? ' '.repeat(Math.min(indent, 10)) : '', '\n')
}

function write(value: unknown, indent: string, line: string): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'object' || value === null) return 'null'
  if (value instanceof ExactNumber) return value.toString()
  if (Array.isArray(value)) return writeArray(value, indent, line)
  if ('toJSON' in value && typeof value.toJSON === 'function') return JSON.stringify(value)
  return writeObject(value, indent, line)
}

function writeArray(items: readonly unknown[], indent: string, line: string): string {
  const inner = line + indent
  return wrap('[', items.map((item) => write(item, indent, inner)), ']', indent, line)
}

function writeObject(object: object, indent: string, line: string): string {
  const inner = line + indent
  const colon = indent === '' ? ':' : ': '
  const members: string[] = []
  for (const key of orderedKeys(object)) {
    const value: unknown = Reflect.get(object, key)
    if (value !== undefined && typeof value !== 'function') {
      members.push(JSON.stringify(key) + colon + write(value, indent, inner))
    }
  }
  return wrap('{', members, '}', indent, line)
}

function wrap(open: string, parts: string[], close: string, indent: string, line: string): string {
  if (parts.length === 0) return open + close
  if (indent === '') return open + parts.join(',') + close
  return open + line + indent + parts.join(`,${line}${indent}`) + line + close
}
