/** What a caller may do: `quota` at once, and so many again in `windowSeconds`. */
export interface LimitPolicy {
  name: string
  quota: number
  windowSeconds: number
}

/** All requests but events and scores (contract: 100 per second, bursts of 500): a bucket that is full again after 5 s. */
export const REQUESTS: LimitPolicy = { name: 'requests', quota: 500, windowSeconds: 5 }
export const PER_SECOND = REQUESTS.quota / REQUESTS.windowSeconds

/** Tests and resends together: in any 60 seconds at most 60. A bulk resend counts as one. */
export const SENDS: LimitPolicy = { name: 'sends', quota: 60, windowSeconds: 60 }

/** How a caller stands with a policy. */
export interface Standing {
  policy: LimitPolicy
  remaining: number
  /** Until there is more than `remaining` again (sends), or all of it (requests). */
  resetSeconds: number
  /** Set when the request is refused. */
  retryAfterSeconds?: number
}
