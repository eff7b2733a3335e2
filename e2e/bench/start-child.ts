import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { findProcesses } from '@/e2e/faults/find-processes'
import { settingNames } from '@/lib/env'
import { cpuMsOf, peakMbOf } from '@/lib/process/process-usage'
import { findProjectRoot } from '@/lib/project-root'
import { sumOf } from './sum-of'

/** A process of the product, from its bundle, started as the supervisor does. */
export interface Child {
  kind: 'worker' | 'web'
  /** Held still, so that a backlog can be made that it then meets all at once. */
  pause(): void
  resume(): void
  /** Its highest resident memory so far in MB; undefined where the system does not tell. */
  peakMemory(): number | undefined
  /** CPU time used so far in milliseconds, with its renderers. */
  cpuMs(): number | undefined
  stop(): Promise<void>
}

// The same settings as the supervisor passes on; nothing else of this process's environment.
const environment = (settings: Record<string, string>): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(([name]) => settingNames.includes(name) || ['PATH', 'HOME', 'TZ', 'LANG'].includes(name))
  return { ...Object.fromEntries(kept), ...settings, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
}

const untilReady = (child: ChildProcess, name: string): Promise<void> => new Promise((resolve, reject) => {
  child.on('message', (message) => {
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready') resolve()
  })
  child.once('exit', (code, signal) => reject(new Error(`${name} ended with ${signal ?? code}`)))
})

export async function startChild(bundle: 'worker' | 'web', settings: Record<string, string>, execArgv: string[] = []): Promise<Child> {
  const child = fork(join(findProjectRoot(), 'dist', `${bundle}.js`), [], {
    env: environment(settings), execArgv: ['--enable-source-maps', ...execArgv], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await untilReady(child, bundle)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    kind: bundle,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    peakMemory: () => {
      const peak = peakMbOf(child.pid ?? 0)
      return peak === undefined ? undefined : Math.round(peak)
    },
    cpuMs: () => sumOf(findProcesses(child.pid ?? 0).map(({ pid }) => cpuMsOf(pid))),
    stop: async () => {
      const force = setTimeout(() => child.kill('SIGKILL'), 3000)
      child.kill('SIGTERM')
      await exited
      clearTimeout(force)
    },
  }
}
