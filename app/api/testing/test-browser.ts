type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>

interface Ask<P> {
  method?: string
  path?: string
  body?: unknown
  params?: P
  headers?: Record<string, string>
}

type Json = Record<string, unknown> & { data: Array<Record<string, unknown>> }

/** Keeps cookies and calls route handlers, as a browser at `address` would through our own server. */
export class TestBrowser {
  readonly cookies = new Map<string, string>()

  constructor(readonly address = '203.0.113.7', private readonly userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0') {}

  async call<P>(handler: Handler<P>, { method = 'POST', path = '/api/v1/x', body, params, headers = {} }: Ask<P> = {}) {
    const request = new Request(`http://localhost:3000${path}`, {
      method,
      headers: {
        origin: 'http://localhost:3000', 'x-forwarded-for': this.address, 'user-agent': this.userAgent,
        ...(this.cookies.size > 0 && { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const response = await handler(request, { params: Promise.resolve((params ?? {}) as P) }) // a route without parameters has {}
    this.keep(response)
    const text = await response.text()
    return { status: response.status, headers: response.headers, json: (text ? JSON.parse(text) : null) as Json }
  }

  private keep(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (value === '' || /max-age=0/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}
