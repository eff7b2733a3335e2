import type { TestResult, Timings } from '@/lib/contracts/delivery'

const statusTexts: Record<number, string> = {
  200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 301: 'Moved Permanently', 302: 'Found', 307: 'Temporary Redirect',
  308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed',
  409: 'Conflict', 410: 'Gone', 413: 'Content Too Large', 415: 'Unsupported Media Type', 422: 'Unprocessable Content',
  429: 'Too Many Requests', 500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
}

/** "200 OK in 128 ms", or what went wrong before an answer came. */
export function describeTest(result: TestResult): string {
  if (result.status === null) return `${result.error?.message ?? 'Nothing was sent.'}`
  const text = statusTexts[result.status]
  return `${result.status}${text === undefined ? '' : ` ${text}`} in ${Math.round(result.durationMs)} ms`
}

/** "dns 4 · connect 18 · tls 31 · first byte 74"; what was not measured is left out. */
export function describeTimings(timings: Timings | null): string {
  if (timings === null) return ''
  const phases = [['dns', timings.dnsMs], ['connect', timings.connectMs], ['tls', timings.tlsMs], ['first byte', timings.firstByteMs]] as const
  return phases.filter(([, value]) => value !== null).map(([name, value]) => `${name} ${Math.round(value ?? 0)}`).join(' · ')
}

/** A JSON text indented; every other text as it is. */
export function prettyBody(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

export function listHeaders(headers: Record<string, string>): string {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join('\n')
}
