import { listRoutes } from './list-routes'
import { callRoute } from './call-route'

export interface ApiAnswer<T> {
  status: number
  json: T
}

/**
 * Calls `POST /scores` and the like by the route that answers it, with an API key, as Next would; the parts of the path
 * that a route names in brackets are taken from it.
 */
export async function makeApi(key: string) {
  const routes = await listRoutes()
  const find = (method: string, path: string) => {
    const given = path.split('/')
    for (const route of routes) {
      const wanted = route.path.replace('/api/v1', '').split('/')
      if (route.method !== method || wanted.length !== given.length) continue
      if (!wanted.every((part, i) => part.startsWith('[') || part === given[i])) continue
      const named = wanted.flatMap((part, i) => (part.startsWith('[') ? [[part.slice(1, -1), given[i] ?? '']] : []))
      return { route, params: Object.fromEntries(named) as Record<string, string> }
    }
    throw new Error(`There is no ${method} ${path}`)
  }
  return async <T>(call: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer<T>> => {
    const [method = '', address = ''] = call.split(' ')
    const [path = '', query] = address.split('?')
    const { route, params } = find(method, path)
    const answer = await callRoute(route, {
      params, body, headers: { authorization: `Bearer ${key}`, ...headers }, query: query === undefined ? '' : `?${query}`,
    })
    return { status: answer.status, json: (answer.text === '' ? null : JSON.parse(answer.text)) as T } // what the caller expects of it
  }
}
export type Api = Awaited<ReturnType<typeof makeApi>>
