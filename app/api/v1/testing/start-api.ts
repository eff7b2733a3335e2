import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createApiKey } from '@/lib/auth/api-keys'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { prisma } from '@/lib/db'
import { newId } from '@/lib/ids'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

// What tests read of answers, whatever their shape.
export interface Json {
  [name: string]: unknown
  id: string
  errors: Array<{ pointer: string; code: string; message: string }>
  signing: { secret: unknown }
  data: Json[]
}

export interface Answered {
  status: number
  text: string
  headers: Headers
  json: Json
}

export interface Api {
  workspaceId: string
  key: string
  /** `how` is "POST /integrations/int_1/clone"; the route handler is found as Next finds it. */
  call(how: string, body?: unknown, more?: { as?: string; headers?: Record<string, string> }): Promise<Answered>
  /** Another key of this workspace. */
  keyFor(scopes: readonly Scope[]): Promise<string>
}

const ROOT = join(import.meta.dirname, '..')

// A folder in brackets takes what no folder of that name takes.
const findRoute = (path: string): { file: string; params: Record<string, string> } => {
  const params: Record<string, string> = {}
  let folder = ROOT
  for (const segment of path.split('/').filter(Boolean)) {
    const plain = join(folder, segment)
    const open = existsSync(plain) ? undefined : readdirSync(folder).find((name) => /^\[\w+\]$/.test(name))
    if (open) params[open.slice(1, -1)] = segment
    folder = open ? join(folder, open) : plain
  }
  return { file: join(folder, 'route.ts'), params }
}

const handlerOf = async (file: string, method: string): Promise<Handler> => {
  const exported = (await import(file)) as Record<string, Handler | undefined> // a route file exports handlers by method
  const handler = exported[method]
  if (!handler) throw new Error(`${file} has no ${method}`)
  return handler
}

const makeKey = async (workspaceId: string, scopes: readonly Scope[]) =>
  (await createApiKey({ workspaceId, name: 'k', scopes, createdBy: null })).key

/** A workspace in the database in use, and its API without a server. */
export async function startApi(name = 'Acme'): Promise<Api> {
  const workspaceId = newId('ws')
  await prisma().workspace.create({ data: { id: workspaceId, name, slug: workspaceId } })
  const key = await makeKey(workspaceId, apiKeyScopes)
  return {
    workspaceId,
    key,
    keyFor: (scopes) => makeKey(workspaceId, scopes),
    async call(how, body, { as = key, headers = {} } = {}) {
      const [method = '', address = ''] = how.split(' ')
      const { file, params } = findRoute(address.split('?', 1)[0] ?? '')
      const request = new Request(`http://localhost:3000/api/v1${address}`, {
        method,
        headers: { authorization: `Bearer ${as}`, ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const response = await (await handlerOf(file, method))(request, { params: Promise.resolve(params) })
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      return { status: response.status, text, headers: response.headers, json: (isJson ? JSON.parse(text) : null) as Json }
    },
  }
}
