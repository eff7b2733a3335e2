import { timingSafeEqual } from 'node:crypto'
import { inspect } from 'node:util'

const SHOWN = '[secret]'

/** A secret that cannot be printed, serialised, inspected or logged by accident. Only `reveal()` gives it out. */
export class SecretString {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The secret itself. Call it where it is used, and keep the result in no object that lives on. */
  reveal(): string {
    return this.#value
  }

  isEmpty(): boolean {
    return this.#value === ''
  }

  /** The last four characters, for recognising a key; null when shorter than 16, where four would say too much. */
  lastFour(): string | null {
    return this.#value.length >= 16 ? this.#value.slice(-4) : null
  }

  /** Compares in constant time (lengths are not hidden). */
  equals(other: SecretString | string): boolean {
    const left = Buffer.from(this.#value)
    const right = Buffer.from(typeof other === 'string' ? other : other.reveal())
    return left.length === right.length && timingSafeEqual(left, right)
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [Symbol.toPrimitive](): string {
    return SHOWN
  }

  [inspect.custom](): string {
    return SHOWN
  }
}

/** The text of a secret that is held either way. */
export function revealSecret(secret: SecretString | string): string {
  return typeof secret === 'string' ? secret : secret.reveal()
}
