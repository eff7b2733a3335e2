import { toValue, type Emitter, type Token } from 'liquidjs'
import { ExactNumber } from '@/lib/json/exact-number'
import { stringifyJson } from '@/lib/json/stringify-json'
import {
  BEHIND_BACKSLASH,
  escapeForString,
  INSIDE,
  OUTSIDE,
  placeAfter,
  type JsonPlace,
} from '@/lib/templates/json-place'
import { CapturedText, JsonText, MarkedText, RawText } from '@/lib/templates/marked-text'
import { MAX_OUTPUT_BYTES, TooLargeError } from '@/lib/templates/template-limits'

/** A piece of the template's own text, with the place it ends in for each place it may begin in. */
export type StaticText = { readonly text: string; readonly placesAfter: readonly [JsonPlace, JsonPlace, JsonPlace] }

/** Which token wrote from which offset of the output on. */
export type TraceEntry = { at: number; token: Token }

/** What templates write to. `write` is for liquidjs's own tags (`increment`, `tablerow`); ours use the other three. */
export interface TemplateEmitter extends Emitter {
  /** Only when a source map is wanted: the failing and the preview path. */
  readonly trace?: TraceEntry[]
  write(markup: unknown): void
  writeStatic(part: StaticText): void
  writeValue(value: unknown): void
  /** Text that is part of the body as it stands. */
  writeAsIs(text: string): void
  /** An emitter for the content of a capture. */
  forCapture(): TemplateEmitter
  /** What the capture holds. */
  captured(): unknown
}

/** Plain Liquid, for bodies that are not JSON. */
export class PlainEmitter implements TemplateEmitter {
  buffer = ''

  constructor(readonly trace?: TraceEntry[]) {}

  write(markup: unknown): void {
    this.writeAsIs(toText(markup))
  }

  writeStatic(part: StaticText): void {
    this.writeAsIs(part.text)
  }

  writeValue(value: unknown): void {
    this.writeAsIs(toText(value))
  }

  writeAsIs(text: string): void {
    this.buffer += text
    if (this.buffer.length > MAX_OUTPUT_BYTES) throw new TooLargeError()
  }

  forCapture(): TemplateEmitter {
    return new PlainEmitter()
  }

  captured(): unknown {
    return this.buffer
  }
}

/**
 * Writes values by where they stand in the JSON text that was really written so far: inside a string as escaped text,
 * outside as a JSON value. Following the written text, not the template's, makes branches, loops, captures and `raw`
 * need no rules of their own; a template's own pieces are scanned once, when it is compiled.
 */
export class JsonEmitter implements TemplateEmitter {
  buffer = ''
  private place: JsonPlace

  constructor(
    readonly trace?: TraceEntry[],
    place: JsonPlace = OUTSIDE,
  ) {
    this.place = place
  }

  write(markup: unknown): void {
    this.append(this.place === OUTSIDE ? toText(markup) : this.escape(toText(markup)))
  }

  writeStatic(part: StaticText): void {
    this.append(part.text)
    this.place = part.placesAfter[this.place]
  }

  writeAsIs(text: string): void {
    this.append(text)
    this.place = placeAfter(text, this.place)
  }

  writeValue(value: unknown): void {
    if (value instanceof RawText) this.writeAsIs(value.valueOf())
    else if (value instanceof CapturedText) this.writeAsIs(CapturedText.readings(value)[this.readingHere()])
    else if (this.place !== OUTSIDE) this.append(this.escape(toText(value)))
    else this.append(value instanceof JsonText ? value.valueOf() : stringifyJson(toValue(value)))
  }

  forCapture(): TemplateEmitter {
    return new JsonCaptureEmitter()
  }

  captured(): RawText {
    return new RawText(this.buffer)
  }

  private readingHere(): 'inside' | 'outside' {
    return this.place === OUTSIDE ? 'outside' : 'inside'
  }

  private escape(text: string): string {
    // Behind a backslash a value would become an escape sequence, or end the string: no data may decide that.
    if (this.place === BEHIND_BACKSLASH && text !== '') throw new Error('a value cannot stand right behind a backslash')
    return escapeForString(text)
  }

  private append(text: string): void {
    this.buffer += text
    if (this.buffer.length > MAX_OUTPUT_BYTES) throw new TooLargeError()
  }
}

/** Writes a capture's content for both places at once, as nobody knows yet where it will be used. */
class JsonCaptureEmitter implements TemplateEmitter {
  private readonly outside = new JsonEmitter([], OUTSIDE)
  private readonly inside = new JsonEmitter([], INSIDE)
  private readonly plain = new PlainEmitter()
  private hasQuotes = false

  get buffer(): string {
    return this.plain.buffer
  }

  write(markup: unknown): void {
    for (const emitter of [this.outside, this.inside, this.plain]) emitter.write(markup)
  }

  writeStatic(part: StaticText): void {
    this.hasQuotes ||= part.text.includes('"')
    for (const emitter of [this.outside, this.inside, this.plain]) emitter.writeStatic(part)
  }

  writeValue(value: unknown): void {
    if (value instanceof CapturedText) this.hasQuotes ||= CapturedText.readings(value).isFragment
    if (value instanceof RawText) this.hasQuotes ||= value.valueOf().includes('"')
    for (const emitter of [this.outside, this.inside, this.plain]) emitter.writeValue(value)
  }

  writeAsIs(text: string): void {
    this.hasQuotes ||= text.includes('"')
    for (const emitter of [this.outside, this.inside, this.plain]) emitter.writeAsIs(text)
  }

  forCapture(): TemplateEmitter {
    return new JsonCaptureEmitter()
  }

  captured(): CapturedText {
    const [outside, inside, plain] = [this.outside.buffer, this.inside.buffer, this.plain.buffer]
    return new CapturedText({ outside, inside, plain, isFragment: this.hasQuotes || isContainer(outside) })
  }
}

function isContainer(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A value as Liquid prints it, but objects as JSON instead of `[object Object]`. */
export function toText(value: unknown): string {
  const plain: unknown = value instanceof MarkedText ? value.valueOf() : toValue(value)
  if (typeof plain === 'string') return plain
  if (plain === null || plain === undefined) return ''
  if (Array.isArray(plain)) return plain.map(toText).join('')
  if (typeof plain === 'object' && !(plain instanceof ExactNumber)) return stringifyJson(plain)
  return String(plain)
}
