/** A request as the handlers see it, whichever server took it. */
export interface Incoming {
  method: string
  /** As it was asked for, without the query. */
  path: string
  query: URLSearchParams
  headers: Pick<Headers, 'get' | 'has'>
  /** All headers, for whoever needs them as one object. */
  allHeaders(): Headers
  /** The whole body; throws 413 as soon as it is known to be larger than `limit` bytes. */
  readBytes(limit: number): Promise<Uint8Array>
}

/** What goes back. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string | null
}

/** An `Incoming` of a web standard's request, as Next hands it to route handlers. */
export function fromWebRequest(request: Request, readBytes: Incoming['readBytes']): Incoming {
  const url = new URL(request.url)
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    allHeaders: () => request.headers,
    readBytes,
  }
}

export const toWebResponse = ({ status, headers, body }: Answer): Response => new Response(body, { status, headers })
