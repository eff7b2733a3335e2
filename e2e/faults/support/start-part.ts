import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { settingNames } from '@/lib/env'
import { findProjectRoot } from '@/lib/project-root'
import type { KillOrder } from './kill-points'

/** A process of the product from its bundle, started as the supervisor does. */
export interface Part {
  id: string
  pid: number
  /** Resolves with how it ended. */
  exited: Promise<string>
  isRunning(): boolean
  signal(signal: NodeJS.Signals): void
  /** SIGKILL, and gone when it resolves. */
  kill(): Promise<void>
  /** SIGTERM, as the supervisor sends it; resolves with the milliseconds it took. Twenty seconds are the limit. */
  stop(): Promise<number>
  /** What it has written on its standard streams. */
  output(): string
}

export interface PartOptions {
  id: string
  settings: Record<string, string>
  args?: readonly string[]
  killOrder?: KillOrder | undefined
  /** Modules of these tests to be loaded before it. */
  preload?: readonly string[]
}

const STOP_MS = 20_000
const KEPT = ['PATH', 'HOME', 'TZ', 'LANG']

const environment = ({ settings, killOrder }: PartOptions): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => settingNames.includes(name) || KEPT.includes(name))),
  ...settings,
  ...(killOrder && { HOOKWRIGHT_KILL_ORDER: JSON.stringify(killOrder) }),
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
})

const untilReady = (child: ChildProcess, exited: Promise<string>, output: () => string): Promise<void> => Promise.race([
  new Promise<void>((resolve) => child.on('message', (message) => {
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready') resolve()
  })),
  exited.then((how) => {
    throw new Error(`it ended with ${how} before it was ready:\n${output()}`)
  }),
])

/** Starts it without waiting for it to be ready: what is to be killed on its way there. */
export function launchPart(bundle: 'worker' | 'web', options: PartOptions): Part & { ready: Promise<void> } {
  const preload = [...(options.killOrder ? ['stop-at-point.mjs'] : []), ...(options.preload ?? [])]
  const child = fork(join(findProjectRoot(), 'dist', `${bundle}.js`), [...(options.args ?? [])], {
    env: environment(options),
    execArgv: ['--enable-source-maps', ...preload.map((name) => `--import=${join(import.meta.dirname, name)}`)],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { printed += chunk.toString() })
  const isRunning = () => child.exitCode === null && child.signalCode === null
  const exited = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(String(signal ?? code))))
  const ready = untilReady(child, exited, () => printed)
  ready.catch(() => {})
  return {
    id: options.id,
    pid: child.pid ?? 0,
    exited,
    ready,
    isRunning,
    output: () => printed,
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      if (isRunning()) child.kill('SIGKILL')
      await exited
    },
    stop: async () => {
      const started = Date.now()
      if (!isRunning()) return 0
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await exited
      clearTimeout(force)
      return Date.now() - started
    },
  }
}

export async function startPart(bundle: 'worker' | 'web', options: PartOptions): Promise<Part> {
  const part = launchPart(bundle, options)
  await part.ready
  return part
}
