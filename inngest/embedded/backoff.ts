/** Milliseconds to wait after the failed attempt with that number (from 0). `random` is in [0, 1). */
export type Backoff = (attempt: number, random: number) => number

// The Inngest server's own table (seconds), so that a function behaves alike on both engines.
const SECONDS = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200]
const JITTER_SECONDS = 30

export const serverBackoff: Backoff = (attempt, random) =>
  ((SECONDS[Math.min(attempt, SECONDS.length - 1)] ?? 7200) + random * JITTER_SECONDS) * 1000
