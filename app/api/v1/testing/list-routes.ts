import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RouteSpec } from '@/lib/http/handle'
import { METHODS, type Method } from '@/lib/openapi/method'
import { findProjectRoot } from '@/lib/project-root'

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>

/** One method of one address of the API. */
export interface ListedRoute {
  method: Method
  /** As the folders spell it: `/api/v1/integrations/[id]`. */
  path: string
  /** `POST /integrations/[id]/enable` */
  name: string
  handler: Handler
  spec: RouteSpec
}

const folder = 'app/api/v1'
// Needs no key and reads nothing of the request.
const PUBLIC = '/openapi.json'

const isSpecified = (value: unknown): value is Handler & { spec: RouteSpec } => typeof value === 'function' && 'spec' in value

async function readRoutes(place: string): Promise<ListedRoute[]> {
  const exported: object = await import(join(findProjectRoot(), folder, place, 'route.ts'))
  return METHODS.filter((method) => method in exported).map((method) => {
    const handler: unknown = Reflect.get(exported, method)
    if (!isSpecified(handler)) throw new Error(`${method} of ${folder}${place}/route.ts is not made by handle() (lib/http/handle.ts)`)
    return { method, path: `/${folder.slice(4)}${place}`, name: `${method} ${place}`, handler, spec: handler.spec }
  })
}

/** Every route under /api/v1, found by its file: a new one is tested by the tests over all routes without being named there. */
export async function listRoutes(): Promise<ListedRoute[]> {
  const files = readdirSync(join(findProjectRoot(), folder), { recursive: true, encoding: 'utf8' })
  const places = files.filter((file) => file.endsWith('/route.ts')).map((file) => `/${file.slice(0, -'/route.ts'.length)}`)
  const routes = await Promise.all(places.filter((place) => place !== PUBLIC).sort().map(readRoutes))
  return routes.flat()
}
