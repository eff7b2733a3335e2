import { setTimeout as delay } from 'node:timers/promises'
import type { Ground } from './start-ground'

/** Asks every `everyMs` until the answer is yes; rejects after `timeoutMs`. */
export async function waitFor(what: string, isSo: () => Promise<boolean>, timeoutMs = 60_000, everyMs = 100): Promise<void> {
  const end = Date.now() + timeoutMs
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1000} s`)
    await delay(everyMs)
  }
}

/** Resolves when so many requests have arrived since the last reset. To be waited for first: counting rows costs Postgres time. */
export const waitForRequests = (ground: Ground, count: number): Promise<void> =>
  waitFor(`${count} requests`, async () => (await ground.receivers.count()) >= count, 120_000, 20)

/** Resolves when so many deliveries have that status; rejects with the states reached. */
export async function waitForStatus(ground: Ground, status: string, count: number): Promise<void> {
  const isSo = async () => ((await ground.states())[status] ?? 0) >= count
  try {
    await waitFor(`${count} deliveries ${status}`, isSo)
  } catch (error) {
    throw new Error(`${String(error)}; there is ${JSON.stringify(await ground.states())}`, { cause: error })
  }
}

/** The first and the last time that anything arrived, over all ports, and how many different deliveries did. */
export async function summarise(ground: Ground): Promise<{ first: number; last: number; unique: number; requests: number }> {
  const ports = [...(await ground.receivers.report()).values()]
  const at = ports.flatMap((port) => port.at)
  const extreme = (pick: (a: number, b: number) => number) => at.reduce((a, b) => pick(a, b), at[0] ?? 0)
  return {
    first: extreme(Math.min),
    last: extreme(Math.max),
    unique: ports.reduce((sum, port) => sum + port.unique, 0),
    requests: ports.reduce((sum, port) => sum + port.requests, 0),
  }
}
