import { PER_SECOND } from './inbox-rows'

const BURST = 2 * PER_SECOND
// Guessing tokens must not become a load on the database.
const UNKNOWN_PER_SECOND = 100
const MOST_TOKENS = 10_000

interface Bucket {
  left: number
  at: number // ms
}

const takeFrom = (bucket: Bucket, now: number, perSecond: number, burst: number): boolean => {
  bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond)
  bucket.at = now
  if (bucket.left < 1) return false
  bucket.left -= 1
  return true
}

/** How much a process takes in: so much for each token that exists, and so much for all others together. */
export class InboxGate {
  private readonly known = new Map<string, Bucket>()
  private readonly unknown: Bucket = { left: UNKNOWN_PER_SECOND, at: 0 }

  /** Whether a request may be looked at. `now` is in milliseconds. */
  admit(token: string, now: number): boolean {
    const bucket = this.known.get(token)
    return bucket ? takeFrom(bucket, now, PER_SECOND, BURST) : takeFrom(this.unknown, now, UNKNOWN_PER_SECOND, UNKNOWN_PER_SECOND)
  }

  /** A token that exists. */
  remember(token: string, now: number): void {
    if (this.known.has(token)) return
    if (this.known.size >= MOST_TOKENS) this.known.clear()
    this.known.set(token, { left: BURST - 1, at: now })
  }

  forget(token: string): void {
    this.known.delete(token)
  }
}
