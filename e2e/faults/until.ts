import { setTimeout as delay } from 'node:timers/promises'

const EVERY_MS = 50

/** Asks until there is an answer; rejects after `timeoutMs`, saying what `describe` tells of the state reached. */
export async function until<T>(
  ask: () => Promise<T | undefined> | T | undefined, timeoutMs: number, describe: () => string, everyMs = EVERY_MS,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const found = await ask()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`not within ${timeoutMs / 1000} s: ${describe()}`)
    await delay(everyMs)
  }
}
