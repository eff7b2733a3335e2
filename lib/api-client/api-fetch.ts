import { parseJson } from '@/lib/json/parse-json'
import { stringifyJson } from '@/lib/json/stringify-json'
import { ApiError } from './api-error'
import { workspaceHeader } from './current-workspace'
import { readProblem } from './read-problem'

type QueryValue = string | number | boolean | null | undefined | readonly string[]

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  /** Empty values are left out, lists repeat the name. */
  query?: Record<string, QueryValue>
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Numbers that JavaScript cannot hold stay as they were written (`ExactNumber`), keys in their order. */
  exact?: boolean
}

/**
 * Asks the own API with the session cookie. `path` is below the origin (`/api/v1/integrations`). Gives the parsed JSON
 * body, undefined for 204; throws `ApiError` for everything else. An aborted request throws what `fetch` throws.
 */
export async function apiFetch<T>(path: string, request: ApiRequest = {}): Promise<T> {
  const { method = 'GET', body, query, headers, signal, exact } = request
  const response = await send(path + queryString(query), {
    method,
    headers: { accept: 'application/json', ...workspaceHeader(), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : stringifyJson(body),
    credentials: 'same-origin',
    signal,
  })
  if (!response.ok) throw await readProblem(response)
  const text = await response.text()
  if (text === '') return undefined as T // the caller names T as void for routes without a body
  const answer: unknown = exact ? parseJson(text) : JSON.parse(text)
  return answer as T // our own API: the route answers by the same contract
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new ApiError({
      status: 0, code: 'network', title: 'No answer',
      detail: 'The server could not be reached. Check the connection and try again.',
    })
  }
}

/** `?a=1&b=2&b=3`, or an empty string. */
export function queryString(query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const item of value) search.append(name, item)
    else if (value !== undefined && value !== null && value !== '') search.append(name, String(value))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}
