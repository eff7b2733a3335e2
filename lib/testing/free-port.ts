import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Below the ports that systems give to outgoing connections and to `listen(0)`: until its user listens on it, nobody else
// takes one of these by chance. None of them is a port that the product refuses to send to.
const FROM = 12_000
const TO = 26_000

const given = new Set<number>()

/** A port of 127.0.0.1 that nothing listens on, never the same one twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FROM, TO)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
