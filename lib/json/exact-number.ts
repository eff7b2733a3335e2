const MAX_BIGINT_DIGITS = 1000

type Comparand = number | bigint | string

/**
 * A JSON number whose text JavaScript cannot give back: `12345678901234567890`, `1.0`, `1e400`, `-0`.
 * It prints as received and counts as a number: arithmetic and `<` work through `valueOf`, and Liquid's `==`, `<`,
 * `case` and `contains` through the five methods that liquidjs calls on a comparable value (it never needs to be a
 * Drop). The text is private, so that a template with `ownPropertyOnly` sees a number without properties.
 */
export class ExactNumber {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }

  valueOf(): number {
    return Number(this.#text)
  }

  /** `JSON.stringify` can only write the nearest number; `stringifyJson` writes the text. */
  toJSON(): number {
    return Number(this.#text)
  }

  equals(other: unknown): boolean {
    const value = toComparand(other)
    // Liquid's `==` is strict: the number 5 is not the text "5".
    return value !== undefined && typeof value !== 'string' && toComparand(this) == value
  }

  gt(other: unknown): boolean {
    return compare(this, other, (a, b) => a > b)
  }

  geq(other: unknown): boolean {
    return compare(this, other, (a, b) => a >= b)
  }

  lt(other: unknown): boolean {
    return compare(this, other, (a, b) => a < b)
  }

  leq(other: unknown): boolean {
    return compare(this, other, (a, b) => a <= b)
  }
}

function compare(self: ExactNumber, other: unknown, test: (a: Comparand, b: Comparand) => boolean): boolean {
  const left = toComparand(self)
  const right = toComparand(other)
  return left !== undefined && right !== undefined && test(left, right)
}

/** Long integers compare as integers, so that two that differ in the last digit stay different. */
function toComparand(value: unknown): Comparand | undefined {
  if (value instanceof ExactNumber) {
    const text = value.toString()
    return /^-?\d+$/.test(text) && text.length <= MAX_BIGINT_DIGITS ? BigInt(text) : value.valueOf()
  }
  return typeof value === 'number' || typeof value === 'string' ? value : undefined
}
