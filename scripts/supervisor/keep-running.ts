import { fork, type ChildProcess } from 'node:child_process'
import { StartFailure, say } from './report-failure'

export type Part = {
  name: string
  file: string
  /** The arguments of the next start, told how many times it was started before. */
  args?: (starts: number) => string[]
  execArgv?: string[]
  env: NodeJS.ProcessEnv
}

export type RunningPart = {
  /** Resolves when the part says that it works; rejects when it crashes three times before it ever did. */
  ready: Promise<void>
  /** Ends and starts it anew, as after a crash but at once. */
  restart(): void
  stop(): Promise<void>
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
// A part that ran this long was well: its next crash is a new story.
const WELL_AFTER_MS = 60_000
const STOP_MS = 15_000

/** Keeps one part of Hookwright running: a crash is told and mended after a pause that doubles. */
export function keepRunning(part: Part): RunningPart {
  let child: ChildProcess | undefined
  let pause: NodeJS.Timeout | undefined
  let crashes = 0
  let starts = 0
  let stopping = false
  let restarting = false
  let wasReady = false
  const { promise: ready, resolve: isReady, reject: failed } = withResolvers()

  const start = () => {
    const started = Date.now()
    child = fork(part.file, part.args?.(starts++) ?? [], { env: part.env, execArgv: part.execArgv ?? [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.on('message', (message) => {
      if (!isReadyMessage(message)) return
      wasReady = true
      isReady()
    })
    child.once('error', (error) => say(`${part.name}: ${error.message}`))
    child.once('exit', (code, signal) => ended(signal ?? `code ${code}`, Date.now() - started))
  }

  const ended = (how: string, ranMs: number) => {
    child = undefined
    if (stopping) return
    if (restarting) {
      restarting = false
      return start()
    }
    crashes = ranMs > WELL_AFTER_MS ? 1 : crashes + 1
    if (!wasReady && crashes >= 3) return failed(new StartFailure(`The ${part.name} does not start; what it said stands above.`))
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (crashes - 1))
    say(`The ${part.name} ended (${how}); it starts again in ${pauseMs / 1000} s.`)
    pause = setTimeout(start, pauseMs)
  }

  start()
  return {
    ready,
    restart: () => {
      if (!child) return
      restarting = true
      child.kill('SIGTERM')
    },
    stop: async () => {
      stopping = true
      clearTimeout(pause)
      if (child) await end(child)
    },
  }
}

function isReadyMessage(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready'
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  child.kill('SIGTERM')
  await exited
  clearTimeout(force)
}

function withResolvers() {
  let resolve = () => {}
  let reject = (_error: Error) => {}
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
