import { operationGroups } from '@/lib/openapi/operations/all-operations'

const BASE = /^\/(?:api\/)?v1(?=\/)/

const collect = (): Map<string, Set<string>> => {
  const places = new Map<string, Set<string>>()
  for (const name of operationGroups.flatMap(({ operations }) => Object.keys(operations))) {
    const [method = '', place = ''] = name.split(' ')
    const methods = places.get(place) ?? new Set(['OPTIONS'])
    places.set(place, methods.add(method))
    if (method === 'GET') methods.add('HEAD')
  }
  return places
}

const places = collect()
const patterns = [...places].flatMap(([place, methods]) =>
  place.includes('[') ? [{ pattern: new RegExp(`^${place.replaceAll('.', '\\.').replaceAll(/\[\w+\]/g, '[^/]+')}$`), methods }] : [])

/** What an address of the API can be asked for, or null for every other address. A name comes before a placeholder. */
export function allowedMethods(path: string): string[] | null {
  if (!BASE.test(path)) return null
  const place = path.replace(BASE, '')
  const methods = places.get(place) ?? patterns.find(({ pattern }) => pattern.test(place))?.methods
  return methods ? [...methods].sort() : null
}
