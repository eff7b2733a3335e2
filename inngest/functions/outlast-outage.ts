import { isDatabaseDown } from '@/lib/http/is-database-down'

const PATIENCE_MS = 60_000
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1000

/**
 * Runs a step's work, and again while the database is away, for a minute at most: a failed attempt would be tried again
 * only 15 to 45 seconds later, by the engine's schedule. For work that makes nothing twice.
 */
export async function outlastOutage<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE_MS
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseDown(error) || performance.now() + pause > until) throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
