import type { RunnerLog } from '@/inngest/embedded/runner-options'
import type { CallHandler } from './create-call-handler'
import { SERVE_PATH } from './server-settings'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
// A server that was set up anew knows no functions and drops events that nobody wants.
const AGAIN_MS = 5 * 60_000
const REMIND_EVERY = 20

export interface Registration {
  /** Resolves when the server knows the functions. */
  done: Promise<void>
  stop(): void
}

/**
 * Tells the Inngest server where the functions are (the SDK's sync), again and again until it has succeeded, then every
 * five minutes; it is told nothing new then and skips it. `handle` must trust this process.
 */
export function keepRegistered(handle: CallHandler, appUrl: string, log: RunnerLog): Registration {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let failures = 0
  let isDone = () => {}
  const done = new Promise<void>((resolve) => { isDone = resolve })
  const url = new URL(SERVE_PATH, appUrl)

  const succeeded = (): number => {
    if (failures > 0) log.info({ failures }, 'the Inngest server knows the functions now')
    failures = 0
    isDone()
    return AGAIN_MS
  }
  const failed = (reason: string): number => {
    if (failures % REMIND_EVERY === 0) log.warn({ reason }, 'the Inngest server could not be told the functions; messages wait')
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures++, 16))
  }
  const register = async (): Promise<void> => {
    const { status, body } = await handle({ method: 'PUT', url, headers: {}, body: '' })
    const pauseMs = status === 200 ? succeeded() : failed(`${status} ${body}`)
    if (!stopped) timer = setTimeout(run, pauseMs)
  }
  const run = () => void register().catch((error: unknown) => {
    if (!stopped) timer = setTimeout(run, failed(String(error)))
  })
  run()
  return {
    done,
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
