import { pool } from '@/lib/db'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import { logger } from '@/lib/logger'
import { drainCounted } from './count'

const EVERY_MS = 2000

// By key, so that two processes lock the rows in the same order.
const ADD = `
  INSERT INTO metric (key, value) SELECT * FROM unnest($1::text[], $2::float8[]) AS m(key, value) ORDER BY key
  ON CONFLICT (key) DO UPDATE SET value = metric.value + excluded.value`

interface Unsent {
  deltas: Map<string, number>
  sending: Promise<void> | undefined
}

const holder = globalThis as typeof globalThis & { hookwrightUnsent?: Unsent }
const unsent: Unsent = (holder.hookwrightUnsent ??= { deltas: new Map(), sending: undefined })

const send = async (): Promise<void> => {
  drainCounted((key, value) => unsent.deltas.set(key, (unsent.deltas.get(key) ?? 0) + value))
  if (unsent.deltas.size === 0) return
  await pool().query({ name: 'add_metrics', text: ADD, values: [[...unsent.deltas.keys()], [...unsent.deltas.values()]] })
  unsent.deltas.clear()
}

/**
 * Adds what this process has counted to what all have; nothing is sent when nothing has changed. Rejects when the
 * database refuses, and keeps the numbers for the next time (after a lost answer some may count twice).
 */
export function flushMetrics(): Promise<void> {
  return (unsent.sending ??= send().finally(() => { unsent.sending = undefined }))
}

/** Flushes every 2 seconds until stopped, and once more then. */
export function keepMetrics(): { stop(): Promise<void> } {
  // While the database is away others say so; a refusal is a fault of ours.
  const told = (error: unknown) => {
    if (!isDatabaseDown(error)) logger().error({ err: error }, 'metrics were not stored')
  }
  const timer = setInterval(() => void flushMetrics().catch(told), EVERY_MS)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await flushMetrics().catch(told)
      await flushMetrics().catch(told) // what was counted while the one before was under way
    },
  }
}
