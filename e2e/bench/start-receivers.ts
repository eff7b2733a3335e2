import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { FromReceiver, PortBehaviour, PortReport, ToReceiver } from './receiver-messages'

/** The receivers, in a process of their own. */
export interface Receivers {
  /** The addresses to deliver to; each is an origin of its own. */
  urls: string[]
  behave(url: string, behaviour: Partial<PortBehaviour>): void
  /** What has arrived since the last reset, by address. */
  report(): Promise<Map<string, PortReport>>
  /** Requests since the last reset; costs next to nothing, so that it may be asked while something is measured. */
  count(): Promise<number>
  reset(): void
  stop(): void
}

const urlOf = (port: number): string => `http://127.0.0.1:${port}/hook`

export async function startReceivers(): Promise<Receivers> {
  const child = fork(join(import.meta.dirname, 'receiver-process.ts'), [], { execArgv: ['--import', 'tsx'] })
  const next = <T extends FromReceiver['type']>(type: T) => new Promise<Extract<FromReceiver, { type: T }>>((resolve, reject) => {
    const ended = () => reject(new Error('The receivers ended'))
    const listen = (message: FromReceiver) => {
      if (message.type !== type) return
      child.off('message', listen)
      child.off('exit', ended)
      resolve(message as Extract<FromReceiver, { type: T }>) // its type was just compared
    }
    child.on('message', listen)
    child.once('exit', ended)
  })
  const say = (message: ToReceiver) => child.send(message)
  const { ports } = await next('ports')
  return {
    urls: ports.map(urlOf),
    behave: (url, behaviour) => say({
      type: 'behave', port: Number(new URL(url).port), behaviour: { waitMs: 0, failFirst: false, ...behaviour },
    }),
    report: async () => {
      const answer = next('report')
      say({ type: 'report' })
      return new Map((await answer).ports.map((port) => [urlOf(port.port), port]))
    },
    count: async () => {
      const answer = next('count')
      say({ type: 'count' })
      return (await answer).requests
    },
    reset: () => say({ type: 'reset' }),
    stop: () => child.disconnect(),
  }
}
