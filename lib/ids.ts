import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford's base 32, as ULID
const RANDOM_CHARS = 16

/** The kinds of id that exist; contract.md lists them. */
export type IdPrefix =
  | 'ws' | 'evt' | 'int' | 'trg' | 'dlv' | 'att' | 'key' | 'drf' | 'usr' | 'mem' | 'inv' | 'ses' | 'acc' | 'req' | 'wrk' | 'run'
  | 'blk' | 'mail' | 'out' | 'sco' | 'pfl' | 'sbt' | 'aud' | 'inr' | 'rul' | 'rex'

const timePart = (ms: number): string => {
  let text = ''
  for (let left = ms, i = 0; i < 10; i++) {
    text = ALPHABET[left % 32] + text
    left = Math.floor(left / 32)
  }
  return text
}

// randomBytes costs a system call: one call feeds 256 ids.
let pool = Buffer.alloc(0)
let used = 0
const randomDigits = (): number[] => {
  if (used + RANDOM_CHARS > pool.length) {
    pool = randomBytes(RANDOM_CHARS * 256)
    used = 0
  }
  const digits = Array.from(pool.subarray(used, used + RANDOM_CHARS), (byte) => byte & 31)
  used += RANDOM_CHARS
  return digits
}

let lastMs = 0
let lastTime = ''
let lastDigits: number[] = []

// Within one millisecond the random part counts up, so that ids of one process sort in the order they were made.
const nextDigits = (): number[] => {
  const digits = [...lastDigits]
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = digits[i] ?? 0
    if (digit < 31) {
      digits[i] = digit + 1
      return digits
    }
    digits[i] = 0
  }
  return digits
}

/**
 * A new id such as `evt_01JABCDEFGHJKMNPQRSTVWXYZ0`: the prefix and a ULID (https://github.com/ulid/spec), monotonic
 * within the process. `now` is in milliseconds.
 */
export function newId(prefix: IdPrefix, now = Date.now()): string {
  if (now > lastMs) {
    lastMs = now
    lastTime = timePart(now)
    lastDigits = randomDigits()
    lastDigits[0] = (lastDigits[0] ?? 0) & 15 // room to count up
  } else {
    lastDigits = nextDigits()
  }
  let text = `${prefix}_${lastTime}`
  for (const digit of lastDigits) text += ALPHABET[digit]
  return text
}

/** The smallest id of that kind made at or after `ms`: turns a time into a bound on the primary key. */
export const firstIdAt = (prefix: IdPrefix, ms: number): string => `${prefix}_${timePart(Math.max(0, ms))}`

/** Whether the text could be an id of that kind; saves a query for nonsense. */
export const isId = (prefix: IdPrefix, text: string): boolean =>
  text.startsWith(`${prefix}_`) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text.slice(prefix.length + 1))

/** When an id was made, in milliseconds. */
export function idTime(id: string): number {
  const start = id.indexOf('_') + 1
  let ms = 0
  for (let i = start; i < start + 10; i++) ms = ms * 32 + ALPHABET.indexOf(id.charAt(i))
  return ms
}
