import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@/lib/testing/free-port'
import type { ReachableInngest } from './start-inngest'

const PATIENCE_MS = 30_000
const POLL_MS = 50

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const answers = async (url: string): Promise<boolean> => (await fetch(`${url}/health`).catch(() => undefined))?.ok ?? false

/**
 * A real Inngest server: `binary`, a path, is run as `inngest start`, as compose.yaml does it, with a folder of its own. `down`
 * ends it in good order, so that it saves its queue.
 */
export async function startInngestBinary(binary: string): Promise<ReachableInngest> {
  const folder = await mkdtemp(join(tmpdir(), 'hookwright-inngest-'))
  const eventKey = randomBytes(8).toString('hex')
  const signingKey = randomBytes(32).toString('hex')
  const [port, ...others] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const url = `http://127.0.0.1:${port}`
  const connect = ['gateway-port', 'gateway-grpc-port', 'executor-grpc-port'].flatMap((name, i) => [`--connect-${name}`, String(others[i])])
  let child: ChildProcess | undefined

  const up = async (): Promise<void> => {
    const started = spawn(binary, ['start', '--host', '127.0.0.1', '--port', String(port), ...connect, '--sqlite-dir', folder, '--log-level', 'error'], {
      // Nothing of ours but its keys, and no word to its makers.
      env: { NODE_ENV: 'test', HOME: folder, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey, DO_NOT_TRACK: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child = started
    for (const until = Date.now() + PATIENCE_MS; !(await answers(url));) {
      if (ended(started) || Date.now() > until) throw new Error(`${binary} does not answer at ${url}`)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
  const down = async (): Promise<void> => {
    const running = child
    if (!running || ended(running)) return
    const exit = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    running.kill('SIGTERM')
    const impatient = setTimeout(() => running.kill('SIGKILL'), PATIENCE_MS)
    await exit
    clearTimeout(impatient)
  }
  await up()
  return {
    url, eventKey, signingKey, up, down,
    close: async () => {
      await down()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
