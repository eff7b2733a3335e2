// JSON.stringify writes these escapes only for U+0000 and lone surrogates; a false alarm costs a second pass, no more.
const REFUSED = /\\u0000|\\ud[89a-f]/i

/**
 * JSON that Postgres can keep: it refuses U+0000 and lone surrogates, which become U+FFFD. Function results are small
 * and our own, so losing such a character beats losing the run.
 */
export function toStoredJson(value: unknown): string {
  const text = JSON.stringify(value)
  return REFUSED.test(text) ? JSON.stringify(mendStrings(value)) : text
}

const mend = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed()

function mendStrings(value: unknown): unknown {
  if (typeof value === 'string') return mend(value)
  if (typeof value !== 'object' || value === null) return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return mendStrings(value.toJSON())
  if (Array.isArray(value)) return value.map(mendStrings)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [mend(name), mendStrings(inner)]))
}
