import { InngestCommHandler, type Inngest, type InngestFunction } from 'inngest'
import { SERVE_PATH } from './server-settings'

/** A request of the Inngest server, read. Header names are in lower case. */
export interface FunctionCall {
  method: string
  url: URL
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

export interface CallAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export type CallHandler = (call: FunctionCall) => Promise<CallAnswer>

export interface CallHandlerOptions {
  client: Inngest.Any
  functions: readonly InngestFunction.Any[]
  /** The address whose SERVE_PATH is registered, whatever name a call came by. */
  appUrl: string
  /** For calls of this process to itself, which carry no signature. */
  trusted?: boolean
}

/**
 * The SDK's serve handler. Each call must be signed with the signing key not more than five minutes ago, also those that
 * only ask or register; what is not is answered 401.
 */
export function createCallHandler({ client, functions, appUrl, trusted = false }: CallHandlerOptions): CallHandler {
  return new InngestCommHandler({
    frameworkName: 'nodejs',
    client,
    functions,
    serveOrigin: appUrl,
    servePath: SERVE_PATH,
    enableUnauthedSync: false,
    skipSignatureValidation: trusted,
    handler: (call: FunctionCall) => ({
      body: () => call.body,
      headers: (name: string) => {
        const value = call.headers[name.toLowerCase()]
        return Array.isArray(value) ? value[0] : value
      },
      method: () => call.method,
      url: () => call.url,
      transformResponse: ({ status, headers, body }: CallAnswer): CallAnswer => ({ status, headers, body }),
    }),
  }).createHandler()
}
