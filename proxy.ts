import { NextResponse, type NextRequest } from 'next/server'

const PUBLIC_PAGES = ['/sign-in', '/setup', '/invitation', '/forgot-password', '/reset-password', '/docs']
// What machines ask for on their own (robots.txt, favicons, manifests): no screen is called so, and a sign-in page is no answer.
const MACHINE_FILE = /^\/(?:[^/]+\.[a-z\d]+|\.well-known\/.*)$/i
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?hookwright\.session_token=/

// Styles without a nonce: it would cancel 'unsafe-inline', which Monaco and the toasts need.
const policyFor = (nonce: string): string => [
  `default-src 'none'`,
  `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${process.env.NODE_ENV === 'development' ? ` 'unsafe-eval'` : ''}`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `worker-src 'self'`,
  `manifest-src 'self'`,
  `base-uri 'none'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
  `object-src 'none'`,
].join('; ')

const secured = (response: NextResponse, policy: string): NextResponse => {
  response.headers.set('content-security-policy', policy)
  return response
}

/**
 * Pages only: a content security policy with a fresh nonce, and the way to sign-in for who has no session cookie. Whether
 * the session is valid and what it may do is checked by each page and each API handler itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const policy = policyFor(nonce)
  const { pathname, search } = request.nextUrl
  const isPublic = MACHINE_FILE.test(pathname) || PUBLIC_PAGES.some((page) => pathname === page || pathname.startsWith(`${page}/`))
  if (!isPublic && !SESSION_COOKIE.test(request.headers.get('cookie') ?? '')) {
    const signIn = new URL('/sign-in', request.url) // Next sends it as a path, since it stays on this origin
    if (pathname !== '/') signIn.searchParams.set('next', pathname + search)
    return secured(NextResponse.redirect(signIn, 307), policy)
  }
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  return secured(NextResponse.next({ request: { headers } }), policy)
}

export const config = { matcher: ['/((?!api/|v1/|_next/|favicon|icon).*)'] }
