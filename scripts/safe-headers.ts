// Nothing of an answer that is not a page may load, run, be framed or be sent anywhere.
const NOTHING = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/**
 * What every answer carries, from the API as from Next. A page sets its own policy with a nonce over this one (proxy.ts);
 * scripts and workers must have none: a worker would be bound by the policy it comes with.
 */
export function safeHeaders(url: string, isHttps: boolean): Record<string, string> {
  return {
    ...(!url.startsWith('/_next/static/') && { 'content-security-policy': NOTHING }),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    ...(isHttps && { 'strict-transport-security': 'max-age=31536000' }),
  }
}
