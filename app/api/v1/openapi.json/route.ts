import { createHash } from 'node:crypto'
import { env } from '@/lib/env'
import { describeApi } from '@/lib/openapi/describe-api'
import { version } from '@/lib/version'

export const dynamic = 'force-dynamic'

let made: { text: string; etag: string } | undefined

// Nothing of it changes while the process lives.
const make = () => {
  const text = JSON.stringify(describeApi({ address: env().APP_URL, version }))
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 20)}"` }
}

/** The API's description. Public: it says what every installation has, and tools that read it have no key. */
export function GET(request: Request): Response {
  const { text, etag } = (made ??= make())
  const headers = { etag, 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } })
}
