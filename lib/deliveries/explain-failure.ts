const BY_STATUS: Record<number, string> = {
  400: 'The receiver could not use the body. Compare it with what the receiver expects, field by field.',
  401: 'The receiver did not accept the user name, password or token. Check Destination › Authentication.',
  403: 'The receiver knows who is calling but does not allow it. Check the token’s permissions, or an IP allow-list there.',
  404: 'There is nothing at this address. Check the path of the URL, and whether the webhook still exists there.',
  405: 'The address does not take POST. Check that the URL is that of a webhook, not of a page.',
  410: 'The receiver says this webhook is gone for good. Create a new one there and use its URL.',
  413: 'The body is larger than the receiver takes. Send less in the template.',
  415: 'The receiver does not take this content type. Set the header Content-Type that it expects.',
  422: 'The receiver understood the body but refused its content. Its answer below usually names the field.',
  429: 'The receiver asks to slow down. Set a rate limit for this integration, or try again later.',
}

const BY_CODE: Record<string, string> = {
  dns: 'The host name was not found. Check its spelling.',
  connect: 'No connection could be made. Check host and port, and whether a firewall lets us in.',
  tls: 'The TLS certificate was not accepted. It must be valid, not expired, and made out to this host name.',
  timeout: 'The receiver did not answer in time. It should accept the message first and work on it afterwards.',
  reset: 'The receiver closed the connection before it answered.',
  blocked_address: 'The address is private or reserved, and messages may not go there. Use a public address.',
  redirect: 'Redirects are not followed. Use the address that the receiver redirects to.',
  too_large: 'The body is too large to be sent.',
  protocol: 'The answer is not valid HTTP. Check the port and whether it should be https.',
  template: 'The template does not give a valid body. The problems list shows line and column.',
}

/** What a person can do about a failed attempt, in plain words; null when there is nothing to say. */
export function hintFor(code: string, status: number | null): string | null {
  if (code !== 'http_status' || status === null) return BY_CODE[code] ?? null
  if (BY_STATUS[status]) return BY_STATUS[status]
  return status >= 500 ? 'The receiver has a problem of its own. Its log around this time tells more.' : null
}
