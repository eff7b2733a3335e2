const HERE = 'http://here.invalid'

// `URL.canParse` of Node.js 20 answers wrongly after thousands of calls.
const parse = (path: string): URL | null => {
  try {
    return new URL(path, HERE)
  } catch {
    return null
  }
}

/** Where to go after signing in: a path of our own, never another site. */
export function safeNextPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  // Read as a browser reads it: it takes a backslash for a slash, drops control characters and resolves dots.
  const url = parse(next)
  const path = url === null ? '/' : url.pathname + url.search + url.hash
  // A path that begins with two slashes would be another host wherever it is resolved once more.
  if (url?.origin !== HERE || path.startsWith('//')) return '/'
  return /^\/(sign-in|api|v1)(\/|\?|#|$)/.test(path) ? '/' : path
}
