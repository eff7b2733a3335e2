/** Where to go after signing in: a path of our own, never another site. */
export function safeNextPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  // `//host` and `/\host` leave the site in browsers, as do control characters that are dropped while parsing.
  if (/^\/[/\\]/.test(next) || /[\u0000-\u001f\\]/.test(next)) return '/'
  return next.startsWith('/sign-in') || next.startsWith('/api/') ? '/' : next
}
