import { Drop } from 'liquidjs'

/**
 * Text that already is (a part of) a body. To Liquid's operators and filters it is a string; only the JSON emitter
 * looks at the mark. Drops answer every property themselves, so `constructor` and the like must not reach a function.
 */
export abstract class MarkedText extends Drop {
  abstract override valueOf(): string

  override toString(): string {
    return this.valueOf()
  }

  toJSON(): string {
    return this.valueOf()
  }

  override liquidMethodMissing(key: string | number): unknown {
    return key === 'size' ? this.valueOf().length : undefined
  }
}
Object.defineProperty(MarkedText.prototype, 'constructor', { value: undefined })

/** What `| json` returns: outside of a string it is written as it is, inside it is text like any other. */
export class JsonText extends MarkedText {
  readonly #text: string

  constructor(text: string) {
    super()
    this.#text = text
  }

  override valueOf(): string {
    return this.#text
  }
}
Object.defineProperty(JsonText.prototype, 'constructor', { value: undefined })

/** What `| raw` returns: written as it is, wherever it stands. */
export class RawText extends MarkedText {
  readonly #text: string

  constructor(text: string) {
    super()
    this.#text = text
  }

  override valueOf(): string {
    return this.#text
  }
}
Object.defineProperty(RawText.prototype, 'constructor', { value: undefined })

/**
 * The three readings of one capture: as it is written outside of a JSON string, inside of one, and without any
 * escaping.
 */
export type CaptureReadings = { outside: string; inside: string; plain: string; isFragment: boolean }

/**
 * What `capture` holds in a JSON body. It was escaped while it was captured, for both places it may be used in, and the
 * fitting reading is written as it is. Compared or filtered it is the plain text; a fragment (its own text holds
 * quotes, or it is a whole object or list) stays the fragment, so that `| strip` or `| remove_last: ","` can tidy it.
 */
export class CapturedText extends MarkedText {
  readonly #readings: CaptureReadings

  constructor(readings: CaptureReadings) {
    super()
    this.#readings = readings
  }

  override valueOf(): string {
    return this.#readings.isFragment ? this.#readings.outside : this.#readings.plain
  }

  // Static, because a template can reach every instance member of a Drop.
  static readings(captured: CapturedText): CaptureReadings {
    return captured.#readings
  }
}
Object.defineProperty(CapturedText.prototype, 'constructor', { value: undefined })
