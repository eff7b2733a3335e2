/** Adds the standard `Retry-After` where better-auth only sends its own `X-Retry-After`. */
export function withRetryAfter(response: Response): Response {
  const wait = response.headers.get('x-retry-after')
  if (response.status !== 429 || wait === null) return response
  const headers = new Headers(response.headers)
  headers.set('retry-after', wait)
  return new Response(response.body, { status: response.status, headers })
}
