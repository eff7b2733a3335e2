import { prisma } from '@/lib/db'
import { logger } from '@/lib/logger'

const EVERY_MS = 5000
/** Without a heartbeat for so long a worker does not count as alive. */
export const STALE_MS = 20_000
const FORGET_MS = 24 * 3600 * 1000

/** Writes this worker's heartbeat until stopped; readiness and operators read it. */
export function keepHeartbeat(id: string): { stop(): Promise<void> } {
  const beat = async (): Promise<void> => {
    const now = new Date()
    await prisma().worker.upsert({ where: { id }, create: { id, heartbeatAt: now }, update: { heartbeatAt: now } })
    await prisma().worker.deleteMany({ where: { heartbeatAt: { lt: new Date(now.getTime() - FORGET_MS) } } })
  }
  const run = () => void beat().catch((error: unknown) => logger().warn({ err: String(error) }, 'worker: no heartbeat'))
  run()
  const timer = setInterval(run, EVERY_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await prisma().worker.deleteMany({ where: { id } }).catch(() => {})
    },
  }
}
