import type { RunnerLog } from '@/inngest/embedded/runner-options'

const EVERY_MS = 60_000

/**
 * Takes over what the other engine was still to run, now and every minute: while a switch goes from machine to machine,
 * some still write for the one before.
 */
export async function keepTakingOver(takeOver: () => Promise<number>, log: RunnerLog): Promise<{ stop(): void }> {
  const run = async (): Promise<void> => {
    try {
      const messages = await takeOver()
      if (messages > 0) log.info({ messages }, 'worker: took over messages of the other engine')
    } catch (error) {
      log.warn({ err: String(error) }, 'worker: could not take over messages of the other engine')
    }
  }
  await run()
  const timer = setInterval(() => void run(), EVERY_MS)
  return { stop: () => clearInterval(timer) }
}
