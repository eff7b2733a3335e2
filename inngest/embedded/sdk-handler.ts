import { InngestCommHandler, type Inngest, type InngestFunction } from 'inngest'
import { callBody, callHeaders, type SdkCall, type SdkResponse } from '@/inngest/embedded/protocol'

const BASE = 'http://embedded.invalid/api/inngest'

interface PlainRequest {
  method: string
  url: URL
  headers: Record<string, string>
  body: unknown
}

interface PlainResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** Speaks to the SDK in this process, as an Inngest server would over HTTP. */
export interface SdkHandler {
  call(call: SdkCall): Promise<SdkResponse>
  /** The functions' configurations, by the SDK's own in-band sync. */
  readConfigs(): Promise<unknown>
}

const parseBody = (text: string | undefined): unknown => (text ? JSON.parse(text) : null)

/**
 * The SDK's serve handler with plain objects for requests and responses. Only this handler, which nothing outside the
 * process can reach, skips the signature check: the public route keeps it and answers 401 to anything unsigned.
 */
export function createSdkHandler(client: Inngest.Any, functions: readonly InngestFunction.Any[]): SdkHandler {
  const handler: (request: PlainRequest) => Promise<PlainResponse> = new InngestCommHandler({
    frameworkName: 'embedded',
    client,
    functions,
    skipSignatureValidation: true,
    handler: (request: PlainRequest) => ({
      body: () => request.body,
      headers: (name: string) => request.headers[name] ?? null,
      method: () => request.method,
      url: () => request.url,
      transformResponse: (response: PlainResponse) => response,
    }),
  }).createHandler()
  const urls = new Map<string, URL>()
  const urlOf = (fn: string): URL => {
    const known = urls.get(fn) ?? new URL(`${BASE}?fnId=${encodeURIComponent(fn)}&stepId=step`)
    urls.set(fn, known)
    return known
  }
  return {
    call: async (call) => {
      let url = urlOf(call.fn)
      if (call.stepId !== undefined) {
        url = new URL(url)
        url.searchParams.set('stepId', call.stepId)
      }
      const response = await handler({ method: 'POST', url, headers: callHeaders(call), body: callBody(call) })
      return { status: response.status, headers: lowerCased(response.headers), body: parseBody(response.body) }
    },
    readConfigs: async () => {
      const headers = { 'x-inngest-sync-kind': 'in_band' }
      const response = await handler({ method: 'PUT', url: new URL(BASE), headers, body: { url: BASE } })
      if (response.status !== 200) throw new Error(`The functions cannot be read: ${response.body}`)
      return parseBody(response.body)
    },
  }
}

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
