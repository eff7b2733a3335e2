import { closingQuote, skipSpace } from '@/lib/json/parse-json'

type Span = { start: number; end: number }

/**
 * The raw text of the value at a path, exactly as received, or undefined when there is none. Of duplicate keys the last
 * counts, as in `JSON.parse`. Linear in the text, no recursion. The text must already have been parsed successfully.
 */
export function sliceJson(text: string, path: readonly (string | number)[]): string | undefined {
  let span: Span | undefined = { start: skipSpace(text, 0), end: text.length }
  for (const part of path) {
    span = typeof part === 'number' ? nth(items(text, span.start), part) : members(text, span.start).found.get(part)
    if (span === undefined) return undefined
  }
  return text.slice(span.start, skipValue(text, span.start))
}

/**
 * The raw `context` of each event of a `POST /events` body: of the one object, or of each entry of `events` (in order).
 * One linear walk for all 1000. The text must already have been parsed successfully.
 */
export function sliceEvents(text: string): Array<{ context: string | undefined }> {
  return sliceEach(text, 'events', ['context']).map(({ context }) => ({ context }))
}

/**
 * The raw texts of the members `keys` for each element of the list `listKey` of the root object, or for the root object
 * itself when it has no such list.
 */
export function sliceEach<Key extends string>(
  text: string,
  listKey: string,
  keys: readonly Key[],
): Array<Record<Key, string | undefined>> {
  const { found } = members(text, skipSpace(text, 0))
  const pick = (of: Map<string, Span>) =>
    // Object.fromEntries forgets the key type.
    Object.fromEntries(keys.map((key) => [key, slice(text, of.get(key))])) as Record<Key, string | undefined>
  const list = found.get(listKey)
  return list && text[list.start] === '[' ? itemMembers(text, list.start).map(pick) : [pick(found)]
}

/** The members of each item of the list at an offset, in a single walk. */
function itemMembers(text: string, start: number): Array<Map<string, Span>> {
  const all: Array<Map<string, Span>> = []
  let at = skipSpace(text, start + 1)
  while (at < text.length && text[at] !== ']') {
    const { found, end } = members(text, at)
    all.push(found)
    at = skipSpace(text, end)
    if (text[at] !== ',') break
    at = skipSpace(text, at + 1)
  }
  return all
}

function slice(text: string, span: Span | undefined): string | undefined {
  return span && text.slice(span.start, span.end)
}

/** The members of the object at an offset, and where it ends; no members when there is no object. */
function members(text: string, start: number): { found: Map<string, Span>; end: number } {
  const found = new Map<string, Span>()
  if (text[start] !== '{') return { found, end: skipValue(text, start) }
  let at = skipSpace(text, start + 1)
  while (text[at] === '"') {
    const keyEnd = closingQuote(text, at) + 1
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1)
    const end = skipValue(text, value)
    found.set(decodeKey(text.slice(at, keyEnd)), { start: value, end })
    at = skipSpace(text, end)
    if (text[at] !== ',') break
    at = skipSpace(text, at + 1)
  }
  return { found, end: at + 1 }
}

function* items(text: string, start: number): Generator<Span> {
  if (text[start] !== '[') return
  let at = skipSpace(text, start + 1)
  while (at < text.length && text[at] !== ']') {
    const end = skipValue(text, at)
    yield { start: at, end }
    at = skipSpace(text, end)
    if (text[at] !== ',') return
    at = skipSpace(text, at + 1)
  }
}

function nth(spans: Iterable<Span>, index: number): Span | undefined {
  let at = 0
  for (const span of spans) {
    if (at === index) return span
    at += 1
  }
  return undefined
}

function decodeKey(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1)
}

/** Offset behind the value that starts at an offset: brackets are counted, not descended into. */
function skipValue(text: string, start: number): number {
  const first = text[start]
  if (first === '"') return closingQuote(text, start) + 1
  if (first !== '{' && first !== '[') return skipScalar(text, start)
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = closingQuote(text, at)
    else if (code === 0x7b || code === 0x5b) depth += 1
    else if (code === 0x7d || code === 0x5d) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return text.length
}

function skipScalar(text: string, start: number): number {
  let at = start
  while (at < text.length && !',]} \n\r\t'.includes(text.charAt(at))) at += 1
  return at
}
