import { pool } from '@/lib/db'
import { logger } from '@/lib/logger'

const EVERY_MS = 5000
/** Without a heartbeat for so long a worker does not count as alive. */
export const STALE_MS = 30_000

const BEAT = `
  INSERT INTO worker (id, started_at, heartbeat_at) VALUES ($1, now(), now())
  ON CONFLICT (id) DO UPDATE SET heartbeat_at = now()`

/**
 * Writes this worker's heartbeat until stopped; readiness and operators read it. The row stays when the worker stops, so
 * that its age tells how long nobody has worked, and a restart is no alarm; retention removes it a day later.
 */
export function keepHeartbeat(id: string): { stop(): void } {
  const beat = () => void pool().query({ name: 'heartbeat', text: BEAT, values: [id] })
    .catch((error: unknown) => logger().warn({ err: error, worker: id }, 'worker: no heartbeat'))
  beat()
  const timer = setInterval(beat, EVERY_MS)
  return { stop: () => clearInterval(timer) }
}
