import { connect } from 'node:net'

/** Sends bytes as they are and gives what comes back until the server closes or is silent for a while. */
export function rawRequest(url: string, bytes: string, silenceMs = 3000): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(Number(port), hostname)
    const done = () => {
      socket.destroy()
      resolve(received)
    }
    socket.setTimeout(silenceMs, done)
    socket.on('data', (chunk: Buffer) => { received += chunk.toString('latin1') })
    socket.on('close', done)
    socket.on('error', done)
    socket.write(bytes)
  })
}

/** The statuses of the answers in what came back. */
export const statusesIn = (received: string): number[] => [...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
