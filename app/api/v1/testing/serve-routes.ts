import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Params = Record<string, string>
// Each route file has the methods and parameters of its own; what is called fits the path it is served under.
type Methods = Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', (request: Request, context: { params: Promise<never> }) => Promise<Response>>>

const matchPath = (pattern: string, path: string): Params | null => {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  if (wanted.length !== given.length) return null
  const params: Params = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return null
  }
  return params
}

/**
 * A real HTTP server in front of route files, by their paths under /api/v1 with `:name` for parameters; /v1 is the same, as
 * next.config.js has it.
 */
export async function serveRoutes(routes: Record<string, Methods>): Promise<{ url: string; close(): Promise<void> }> {
  const answer = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace(/^\/(api\/)?v1/, '')
    for (const [pattern, methods] of Object.entries(routes)) {
      const params = matchPath(pattern, path)
      const handler = methods[request.method as keyof Methods] // another method is one that has no handler
      if (params && handler) return handler(request, { params: Promise.resolve(params as never) })
    }
    return new Response(null, { status: 404 })
  }
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const headers = Object.entries(incoming.headers).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]))
      const { method = 'GET', url = '/' } = incoming
      const body = method === 'GET' || chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }
      void answer(new Request(`http://${incoming.headers.host}${url}`, { method, headers, ...body })).then(async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(Buffer.from(await response.arrayBuffer()))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server has an address object
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}
