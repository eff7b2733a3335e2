import type { Standing } from './policies'

/**
 * `RateLimit-Policy` and `RateLimit` as draft-ietf-httpapi-ratelimit-headers-10 (September 2025) has them: lists of
 * structured fields with q (quota), w (window in seconds), r (remaining) and t (seconds until it is renewed).
 */
export const limitHeaders = (standings: readonly Standing[]): Record<string, string> => ({
  'ratelimit-policy': standings.map(({ policy }) => `"${policy.name}";q=${policy.quota};w=${policy.windowSeconds}`).join(', '),
  ratelimit: standings.map(({ policy, remaining, resetSeconds }) => `"${policy.name}";r=${remaining};t=${resetSeconds}`).join(', '),
})
