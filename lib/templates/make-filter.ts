import { TypeGuards, type FilterImplOptions } from 'liquidjs'
import { stringifyJson } from '@/lib/json/stringify-json'
import { CapturedText, JsonText, MarkedText, RawText } from '@/lib/templates/marked-text'
import { toText } from '@/lib/templates/template-emitter'
import { MAX_MEMORY } from '@/lib/templates/template-limits'

type Handler = Extract<FilterImplOptions, (...args: never[]) => unknown>
type FilterCall = ThisParameterType<Handler>

// liquidjs charges one unit per item, but these work on each item for microseconds: at 50 they stop near the time
// limit.
const CHARGE_PER_ITEM = 50
const WORKS_ON_ITEMS = new Set(
  ['where', 'reject', 'group_by', 'has', 'find', 'find_index'].flatMap((name) => [name, `${name}_exp`]),
)
for (const name of ['map', 'sum', 'sort', 'sort_natural', 'sample', 'uniq']) WORKS_ON_ITEMS.add(name)

// A list pushed into itself is small in memory but doubles in print each time: these are charged what would be printed.
const NESTS_LISTS = new Set(['push', 'unshift', 'concat'])

// Tidying a fragment keeps it one, as long as only the author's own words take part.
const KEEPS_FRAGMENT = new Set([
  ...['strip', 'lstrip', 'rstrip', 'strip_newlines', 'squish', 'normalize_whitespace', 'slice', 'append', 'prepend'],
  ...['remove', 'remove_first', 'remove_last', 'replace', 'replace_first', 'replace_last'],
])

/**
 * One of liquidjs's filters, made safe: marked text in and out, a time check per call, costs charged where they arise.
 */
export function makeFilter(name: string, filter: FilterImplOptions): FilterImplOptions {
  if (name === 'raw') return { raw: true, handler: toRaw }
  if (name === 'json' || name === 'jsonify' || name === 'inspect') return toJson
  const handler = typeof filter === 'function' ? filter : filter.handler
  return function (value: unknown, ...args: unknown[]): unknown {
    this.context.renderLimit.check(performance.now())
    if (WORKS_ON_ITEMS.has(name)) this.context.memoryLimit.use(countItems(value) * CHARGE_PER_ITEM)
    const plain = unmark(value)
    const result: unknown = handler.call(this, plain, ...args.map(unmark))
    // `default` hands the value on: a capture that is not empty stays the capture.
    if (name === 'default' && result === plain) return value
    if (NESTS_LISTS.has(name)) this.context.memoryLimit.use(measure(result))
    return typeof result === 'string' && staysFragment(this, name, value, args) ? new RawText(result) : result
  }
}

function toRaw(this: FilterCall, value: unknown): unknown {
  return value instanceof CapturedText || value instanceof RawText ? value : new RawText(toText(value))
}

function toJson(this: FilterCall, value: unknown, indent: unknown): JsonText {
  const text = stringifyJson(unmark(value), Number(indent ?? 0))
  this.context.memoryLimit.use(text.length)
  return new JsonText(text)
}

function staysFragment(call: FilterCall, name: string, value: unknown, args: readonly unknown[]): boolean {
  const isFragment =
    value instanceof RawText || (value instanceof CapturedText && CapturedText.readings(value).isFragment)
  return isFragment && KEEPS_FRAGMENT.has(name) && args.every((arg, index) => isAuthors(call, arg, index))
}

/** Numbers, literals of the template and text that is already escaped: nothing that an event's data could fill. */
function isAuthors(call: FilterCall, arg: unknown, index: number): boolean {
  const token: unknown = call.token.args[index]
  return typeof arg === 'number' || arg instanceof MarkedText || TypeGuards.isQuotedToken(token)
}

function countItems(value: unknown): number {
  return Array.isArray(value) ? value.length : 1
}

/** About how many characters a value prints; counting stops where the limit is passed anyway. */
function measure(value: unknown): number {
  const waiting: unknown[] = [value]
  let size = 0
  while (waiting.length > 0 && size <= MAX_MEMORY) {
    const item = waiting.pop()
    size += typeof item === 'string' ? item.length + 2 : 2
    if (Array.isArray(item)) for (const inner of item) waiting.push(inner)
    else if (typeof item === 'object' && item !== null) waiting.push(...Object.values(item))
  }
  return size
}

function unmark(value: unknown): unknown {
  if (value instanceof MarkedText) return value.valueOf()
  if (Array.isArray(value) && value.some((item) => item instanceof MarkedText)) return value.map(unmark)
  return value
}
