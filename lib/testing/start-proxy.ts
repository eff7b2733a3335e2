import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A TCP proxy before a Postgres socket, so that tests can cut its connections. */
export interface DatabaseProxy {
  url: string
  /** Ends all connections and refuses new ones until `open`. */
  cut(): void
  open(): void
  close(): Promise<void>
}

const socketOf = (url: URL): { host: string; port: number } | { path: string } => {
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  const port = Number(url.searchParams.get('port') ?? (url.port || 5432))
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
}

/** Starts a proxy before the database of that connection string. */
export async function startProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl)
  const pairs = new Set<Socket>()
  let isCut = false
  const server = createServer((client) => {
    if (isCut) return void client.destroy()
    const upstream = connect(socketOf(target))
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      pairs.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        pairs.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has an address object
  const url = new URL(databaseUrl)
  url.search = ''
  url.host = `127.0.0.1:${port}`
  return {
    url: url.href,
    cut: () => {
      isCut = true
      for (const socket of pairs) socket.destroy()
    },
    open: () => { isCut = false },
    close: () => new Promise((resolve) => {
      for (const socket of pairs) socket.destroy()
      server.close(() => resolve())
    }),
  }
}
