import { createHash } from 'node:crypto'

/** What a dotted expression such as `event.data.integrationId` reads from; only such paths are supported, not CEL. */
export type KeyPath = readonly string[]

const PATH = /^event(\.[A-Za-z_][A-Za-z0-9_]*)+$/

/** The path without its leading `event`, or undefined for anything that is not a plain dotted path. */
export function parseKeyPath(expression: string): KeyPath | undefined {
  const text = expression.trim()
  return PATH.test(text) ? text.split('.').slice(1) : undefined
}

/**
 * The value at that path as text: strings as they are, everything else as JSON (so that `1` and `"1"` are told apart
 * from an object but not from each other, as a user expects of ids). '' where there is no value.
 */
export function readKey(event: unknown, path: KeyPath): string {
  let value: unknown = event
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return ''
    value = Reflect.get(value, name)
  }
  if (value === undefined || value === null) return ''
  return boundKey(typeof value === 'string' ? value : JSON.stringify(value))
}

const LONGEST_KEY = 300

/** The key itself, or the hash of one that would not fit into an index. */
export const boundKey = (key: string): string =>
  key.length <= LONGEST_KEY ? key : `sha256 ${createHash('sha256').update(key).digest('hex')}`
