/**
 * Bounds of the latency buckets in milliseconds: a duration is in the bucket of the greatest bound that it has reached,
 * or in the first one. Each is at most a third above the one before, which bounds the error of a percentile. Counters
 * hold one number for each bucket: other bounds need a migration of them.
 */
export const LATENCY_BOUNDS: readonly number[] = [
  1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1200, 1500,
  2000, 2500, 3000, 4000, 5000, 6000, 8000, 10_000, 12_000, 15_000, 20_000, 25_000, 30_000,
]

export const LATENCY_BUCKETS = LATENCY_BOUNDS.length + 1

/** The bucket of a duration: how many bounds it has reached. */
export function latencyBucket(ms: number): number {
  let [low, high] = [0, LATENCY_BOUNDS.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((LATENCY_BOUNDS[middle] ?? Infinity) <= ms) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * About the duration that a share of the attempts has not exceeded, in milliseconds; null when there are none. Within a
 * bucket they are taken to be spread evenly, so that the result is never outside the bucket of the true one.
 */
export function latencyPercentile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  const rank = Math.max(1, Math.ceil(total * share))
  let before = 0
  for (const [bucket, count] of counts.entries()) {
    if (before + count >= rank) {
      const from = LATENCY_BOUNDS[bucket - 1] ?? 0
      const to = LATENCY_BOUNDS[bucket] ?? from // beyond the last bound nobody knows how far
      return Math.round((from + ((rank - before - 0.5) / count) * (to - from)) * 10) / 10
    }
    before += count
  }
  return null
}
