import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy before a Postgres socket that can do to its connections what networks do. */
export interface WireProxy {
  url: string
  /** Ends all connections and refuses new ones until `open`. */
  cut(): void
  /** From now on nothing passes, and nobody is told. Those connections stay dead; new ones work after `open`. */
  blackHole(): void
  open(): void
  /** Each message to the server takes so long. */
  delay(ms: number): void
  /**
   * Cuts the next connection that sends the statement: before the server gets it, or after it has answered and before
   * the client hears of it; with `commit` at the COMMIT of its transaction. Resolves when it has happened.
   */
  cutAt(statement: string, when: 'before' | 'after', options?: { commit: boolean }): Promise<void>
  close(): Promise<void>
}

interface Order {
  statement: string
  when: 'before' | 'after'
  commit: boolean
  done: () => void
}

// 'Q', the length, and the text of a simple query.
const COMMIT = Buffer.from('Q\0\0\0\x0bCOMMIT\0', 'latin1')
const BEGIN = Buffer.from('Q\0\0\0\x0aBEGIN\0', 'latin1')

const socketOf = (url: URL): { host: string; port: number } | { path: string } => {
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  const port = Number(url.searchParams.get('port') ?? (url.port || 5432))
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
}

/** Starts a proxy before the database of that connection string. */
export async function startWireProxy(databaseUrl: string): Promise<WireProxy> {
  const target = socketOf(new URL(databaseUrl))
  const sockets = new Set<Socket>()
  let state: 'open' | 'cut' | 'black hole' = 'open'
  let holes = 0 // connections of an earlier generation stay dead
  let delayMs = 0
  let order: Order | undefined

  const server = createServer((client) => {
    if (state === 'cut') return void client.destroy()
    const upstream = connect(target)
    const born = holes
    const isDead = () => state === 'black hole' || born !== holes
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        if (!isDead()) to.destroy()
      })
    }
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    let holdsStatement = false
    let onAnswer: (() => void) | undefined
    // True: the chunk must not be handed on.
    const watch = (chunk: Buffer): boolean => {
      if (!order) return false
      if (chunk.includes(BEGIN)) holdsStatement = false
      if (chunk.includes(order.statement)) holdsStatement = true
      if (!holdsStatement || (order.commit && !chunk.includes(COMMIT))) return false
      const { when, done } = order
      order = undefined
      const finish = () => {
        end()
        done()
      }
      if (when === 'before') finish()
      else onAnswer = finish
      return when === 'before'
    }
    client.on('data', (chunk: Buffer) => {
      if (isDead() || watch(chunk)) return
      const hand = () => void (isDead() || upstream.destroyed || upstream.write(chunk))
      if (delayMs > 0) setTimeout(hand, delayMs)
      else hand()
    })
    upstream.on('data', (chunk: Buffer) => {
      if (onAnswer) return onAnswer()
      if (!isDead() && !client.destroyed) client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has an address object
  const url = new URL(databaseUrl)
  url.search = ''
  url.host = `127.0.0.1:${port}`
  const endAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    cut: () => {
      state = 'cut'
      endAll()
    },
    blackHole: () => {
      holes++
      state = 'black hole'
    },
    open: () => {
      if (state === 'black hole') holes++ // what was opened into the hole is dead too
      state = 'open'
    },
    delay: (ms) => { delayMs = ms },
    cutAt: (statement, when, { commit } = { commit: false }) => new Promise((done) => { order = { statement, when, commit, done } }),
    close: () => new Promise((resolve) => {
      endAll()
      server.close(() => resolve())
    }),
  }
}
