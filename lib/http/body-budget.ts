import { DomainError } from '@/lib/errors'

// What a request holds beside its body, roughly.
const PER_REQUEST_BYTES = 8 * 1024
// A body lives as bytes, as text and as parsed values until its events are committed.
export const MAX_BODIES_BYTES = 128 * 1024 * 1024

/**
 * Bounds the memory of requests that are not answered yet: when Postgres is slower than the senders, they are asked to
 * come back instead of being piled up.
 */
export class BodyBudget {
  private used = 0

  constructor(private readonly limit = MAX_BODIES_BYTES) {}

  /** What one request takes from the budget; 503 when there is not enough left. `release` gives all of it back. */
  open(): { take(bytes: number): void; release(): void } {
    let held = 0
    const take = (bytes: number) => {
      if (this.used + bytes > this.limit) {
        throw new DomainError('unavailable', 'Too many requests are waiting to be stored. Send the request again.', { retryAfterSeconds: 1 })
      }
      this.used += bytes
      held += bytes
    }
    const release = () => {
      this.used -= held
      held = 0
    }
    return { take: (bytes) => take(held === 0 ? bytes + PER_REQUEST_BYTES : bytes), release }
  }
}
