import { ExactNumber } from '@/lib/json/exact-number'
import { JsonError } from '@/lib/json/json-error'
import { keepKeyOrder, type JsonObject, type JsonValue } from '@/lib/json/json-value'

export const MAX_JSON_DEPTH = 200

// Numbers that JavaScript would write differently, and keys that it would move. A false alarm inside a text only
// costs time.
const RISKY =
  /(?:^|[:,[\s])(?:-0|-?[\d.]{16}|-?[\d.]*\d[eE]|-?\d+\.\d*0(?!\d)|-?0\.0{6})|"(?:0|[1-9]\d{0,9})"\s*:|\\u003\d/
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const INTEGER_KEY = /^(?:0|[1-9]\d{0,9})$/

/**
 * `JSON.parse` that loses nothing: numbers keep their text (`ExactNumber` where needed), keys their order (see
 * `orderedKeys`), `__proto__` is an ordinary own key, and of duplicate keys the last wins.
 * @throws {JsonError} with offset, line, column and pointer; also for more than `maxDepth` levels.
 */
export function parseJson(text: string, { maxDepth = MAX_JSON_DEPTH }: { maxDepth?: number } = {}): JsonValue {
  if (!RISKY.test(text) && isShallow(text, maxDepth)) {
    try {
      // JSON.parse is typed `any`; what it returns is a JsonValue by definition.
      return JSON.parse(text) as JsonValue
    } catch {
      // The reader below says where it is wrong.
    }
  }
  return new Reader(text, maxDepth).readDocument()
}

/** Whether a text stays within `maxDepth` levels; reads it once, without recursion. */
export function isShallow(text: string, maxDepth: number): boolean {
  if (text.length <= maxDepth) return true
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = closingQuote(text, at)
    else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth > maxDepth) return false
    } else if (code === 0x5d || code === 0x7d) depth -= 1
  }
  return true
}

/** Offset of the quote that ends the string starting at `start`, or the text's length when none does. */
export function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let behind = at - 1
    while (behind > start && text.charCodeAt(behind) === 0x5c) behind -= 1
    // An even number of backslashes escapes itself only.
    if ((at - behind) % 2 === 1) return at
  }
  return text.length
}

class Reader {
  private at = 0
  private readonly path: (string | number)[] = []

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  readDocument(): JsonValue {
    const value = this.readValue()
    this.skipSpace()
    if (this.at < this.text.length) throw this.error('unexpected text after the end')
    return value
  }

  private readValue(): JsonValue {
    this.skipSpace()
    const char = this.text[this.at]
    if (char === '{') return this.nested(() => this.readObject())
    if (char === '[') return this.nested(() => this.readArray())
    if (char === '"') return this.readString()
    if (char === 't') return this.readWord('true', true)
    if (char === 'f') return this.readWord('false', false)
    if (char === 'n') return this.readWord('null', null)
    return this.readNumber()
  }

  private nested<T>(read: () => T): T {
    if (this.path.length >= this.maxDepth) throw this.error(`more than ${this.maxDepth} levels`)
    this.at += 1
    return read()
  }

  private readObject(): JsonObject {
    const object: JsonObject = {}
    const keys = new Set<string>()
    let movesKeys = false
    if (this.take('}')) return object
    do {
      this.skipSpace()
      if (this.text[this.at] !== '"') throw this.error('expected a key in double quotes')
      const key = this.readString()
      if (!this.take(':')) throw this.error('expected ":" after a key')
      this.path.push(key)
      const value = this.readValue()
      this.path.pop()
      // A plain assignment of `__proto__` would set the prototype.
      if (key === '__proto__') Object.defineProperty(object, key, own(value))
      else object[key] = value
      keys.add(key)
      movesKeys ||= INTEGER_KEY.test(key)
    } while (this.take(','))
    if (!this.take('}')) throw this.error('expected "," or "}"')
    if (movesKeys) keepKeyOrder(object, [...keys])
    return object
  }

  private readArray(): JsonValue[] {
    const items: JsonValue[] = []
    if (this.take(']')) return items
    do {
      this.path.push(items.length)
      items.push(this.readValue())
      this.path.pop()
    } while (this.take(','))
    if (!this.take(']')) throw this.error('expected "," or "]"')
    return items
  }

  private readString(): string {
    const start = this.at
    const end = closingQuote(this.text, start)
    if (end >= this.text.length) throw this.error('this string is not closed')
    const bad = firstBadOffset(this.text, start, end)
    if (bad !== -1) {
      this.at = bad
      throw this.error(this.text[bad] === '\\' ? 'unknown escape' : 'a control character must be escaped')
    }
    this.at = end + 1
    const body = this.text.slice(start + 1, end)
    return body.includes('\\') ? String(JSON.parse(`"${body}"`)) : body
  }

  private readNumber(): number | ExactNumber {
    NUMBER.lastIndex = this.at
    const digits = NUMBER.exec(this.text)?.[0]
    if (digits === undefined) {
      throw this.error(this.at >= this.text.length ? 'unexpected end' : `unexpected ${quoteChar(this.text, this.at)}`)
    }
    this.at += digits.length
    const number = Number(digits)
    return String(number) === digits ? number : new ExactNumber(digits)
  }

  private readWord<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw this.error(`unexpected ${quoteChar(this.text, this.at)}`)
    this.at += word.length
    return value
  }

  private take(char: string): boolean {
    this.skipSpace()
    if (this.text[this.at] !== char) return false
    this.at += 1
    return true
  }

  private skipSpace(): void {
    this.at = skipSpace(this.text, this.at)
  }

  private error(reason: string): JsonError {
    return new JsonError(reason, this.text, this.at, this.path)
  }
}

function own(value: JsonValue): PropertyDescriptor {
  return { value, enumerable: true, writable: true, configurable: true }
}

function quoteChar(text: string, at: number): string {
  return JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))
}

/** Offset of the first control character or unknown escape between two quotes, or -1. */
function firstBadOffset(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    if (text.charCodeAt(at) < 0x20) return at
    if (text[at] !== '\\') continue
    if (!/^(?:["\\/bfnrt]|u[\da-fA-F]{4})/.test(text.slice(at + 1, at + 6))) return at
    at += 1
  }
  return -1
}

/** Offset of the next character that is not JSON white space. */
export function skipSpace(text: string, from: number): number {
  let at = from
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break
  }
  return at
}
