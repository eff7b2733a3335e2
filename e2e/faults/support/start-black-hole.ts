import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'

/** A port whose SYN packets are swallowed: nobody accepts there, and the queue of those who wait is full. Linux. */
export interface BlackHole {
  port: number
  close(): void
}

const WAITING = 8

export async function startBlackHole(): Promise<BlackHole> {
  const child = fork(join(import.meta.dirname, 'listen-and-stop.mjs'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [port] = await once(child, 'message')
  if (typeof port !== 'number') throw new Error('it told no port')
  const sockets = Array.from({ length: WAITING }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await once(sockets[0] ?? child, 'connect')
  const end = () => void child.kill('SIGKILL')
  process.once('exit', end)
  return {
    port,
    close: () => {
      process.off('exit', end)
      end()
      for (const socket of sockets) socket.destroy()
    },
  }
}
