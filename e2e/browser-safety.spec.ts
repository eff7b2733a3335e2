import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { APIRequestContext } from '@playwright/test'
import { findProjectRoot } from '@/lib/project-root'
import { answer } from '@/lib/testing/receiver'
import { expect, test } from './fixtures'
import { rawRequest, statusesIn } from './raw-request'
import { owner } from './set-up-owner'
import { OWN_SCORE_TYPE } from './wizard'

const absent = 'int_01JABCDEFGHJKMNPQRSTVWXYZ0'

// Every screen, by its file.
const screens = readdirSync(join(findProjectRoot(), 'app/(admin)'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('page.tsx'))
  .map((file) => `/${file.slice(0, -'page.tsx'.length)}`.replace(/(.)\/$/, '$1').replaceAll(/\[\w+\]/g, absent))

const get = (request: APIRequestContext, path: string, headers: Record<string, string> = {}) => request.get(path, { headers, maxRedirects: 0 })
const nonceOf = (policy: string) => /'nonce-([^']+)'/.exec(policy)?.[1]
const scriptsOf = (html: string) => [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes = '']) => attributes)

test.describe('without a session', () => {
  test.use({ signedIn: false })

  test('no screen is given away, whatever is asked for and however', async ({ request, product }) => {
    const tricks: Array<Record<string, string>> = [
      {}, { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }, { rsc: '1', 'next-router-segment-prefetch': '/_tree' }, { 'x-nextjs-data': '1' },
      { rsc: '1', 'next-router-state-tree': encodeURIComponent(JSON.stringify(['', { children: ['(admin)', { children: ['integrations', {}, null, 'refetch'] }] }, null, null, true])) },
      { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }, { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
      { 'x-middleware-rewrite': '/integrations' }, { 'x-original-url': '/integrations' }, { 'x-nonce': 'abc' }, { 'x-forwarded-host': 'evil.example' },
    ]
    for (const screen of screens) {
      for (const trick of tricks) {
        for (const cookie of ['', 'hookwright.session_token=forged.forged', '__Secure-hookwright.session_token=x']) {
          const response = await get(request, screen, { ...trick, ...(cookie && { cookie }) })
          const text = await response.text()
          const said = `${screen} ${JSON.stringify(trick)} ${cookie} → ${response.status()}`
          expect(text.includes(owner.email) || text.includes('Sign out') || /Hookwright <|MAIL_FROM/.test(text), said).toBe(false)
          expect(response.status() < 500, said).toBe(true)
          if (!cookie && !('rsc' in trick)) expect([said, response.headers().location]).toEqual([said, expect.stringMatching(/^\/sign-in/)])
        }
      }
    }
    for (const path of ['/_next/data/x/integrations.json', '/_next/data/development/index.json', '/_next/image?url=/integrations', '//integrations', '/./integrations', '/integrations/', '/INTEGRATIONS', '/%69ntegrations', '/integrations%00', '/integrations;a=b', '/sign-in/../integrations', '/setup/..%2fintegrations']) {
      const received = await rawRequest(product.url, `GET ${path} HTTP/1.1\r\nHost: ${new URL(product.url).host}\r\nConnection: close\r\n\r\n`)
      expect([path, (statusesIn(received)[0] ?? 0) < 500, received.includes(owner.email)]).toEqual([path, true, false])
    }
  })

  test('every answer says what a browser may do with it', async ({ request }) => {
    const paths = [...screens, '/sign-in', '/setup', '/nope', '/sign-in/nope', '/inbox/nope', '/api/nope', '/api/v1/nope', '/api/v1/deliveries', '/v1/events', '/api/auth/session', '/api/health/live',
      '/_next/nope', '/_next/static/nope.js', '/favicon.ico', '/favicon-nope', '/icon-nope', '/API/v1/events', '/%', '/%c0', '/api/metrics', '/api/inngest']
    for (const path of paths) {
      const response = await get(request, path)
      const headers = response.headers()
      expect([path, headers]).toEqual([path, expect.objectContaining({
        'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'permissions-policy': expect.any(String),
      })])
      expect([path, headers['strict-transport-security'], headers['x-powered-by'], response.status() < 500]).toEqual([path, undefined, undefined, true])
      if (path.startsWith('/_next/static/')) continue
      const policy = headers['content-security-policy'] ?? ''
      expect([path, policy]).toEqual([path, expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/)])
      expect(policy, path).not.toMatch(/script-src[^;]*'unsafe-inline'|script-src[^;]*\*/)
    }
  })

  test('what machines ask for is no screen: robots are sent away, the rest is absent, and nothing leads to sign-in', async ({ request }) => {
    const robots = await get(request, '/robots.txt')
    expect([robots.status(), robots.headers()['content-type'], await robots.text()]).toEqual([200, 'text/plain', 'User-Agent: *\nDisallow: /\n\n'])
    expect((await get(request, '/favicon.ico')).headers()['content-type']).toBe('image/svg+xml')
    for (const path of ['/manifest.json', '/manifest.webmanifest', '/sitemap.xml', '/apple-touch-icon.png', '/.well-known/security.txt', '/.well-known/acme-challenge/x']) {
      expect([path, (await get(request, path)).status()]).toEqual([path, 404])
    }
  })

  test('each page has scripts of its own nonce only', async ({ request }) => {
    const seen = new Set<string>()
    for (const path of ['/sign-in', '/sign-in', '/setup', '/invitation/nope', '/sign-in/nope']) {
      const response = await get(request, path, { 'x-nonce': 'theirs', 'content-security-policy': `script-src 'nonce-theirs'` })
      const nonce = nonceOf(response.headers()['content-security-policy'] ?? '')
      expect(nonce).toBeTruthy()
      seen.add(nonce ?? '')
      for (const script of scriptsOf(await response.text())) expect([path, script]).toEqual([path, expect.stringContaining(`nonce="${nonce}"`)])
    }
    expect(seen.size).toBe(5)
  })

  test('no address leads elsewhere, and the host that a request names is not believed', async ({ request, product }) => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '%2f%2fevil.example', '/..//evil.example']) {
      const response = await get(request, `/sign-in?next=${encodeURIComponent(next)}`)
      expect([next, response.status()]).toEqual([next, 200])
    }
    const { host } = new URL(product.url)
    for (const lines of ['Host: evil.example', `Host: ${host}\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded: host=evil.example`]) {
      const received = await rawRequest(product.url, `GET /integrations HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`)
      expect(received).toMatch(/^location: \/sign-in/im)
      expect(received).not.toContain('evil.example')
    }
  })

  test('requests that two servers could read differently open nothing and break nothing', async ({ product, request }) => {
    const { host } = new URL(product.url)
    const head = `Host: ${host}\r\n`
    const smuggled = `GET /api/v1/integrations HTTP/1.1\r\n${head}\r\n`
    const refused: string[] = [
      `POST /api/v1/events HTTP/1.1\r\n${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
      `POST /api/v1/events HTTP/1.1\r\n${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`,
      `POST /api/v1/events HTTP/1.1\r\n${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
      `POST /api/v1/events HTTP/1.1\r\n${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{"a":1}`,
      `POST /api/v1/events HTTP/1.1\r\n${head}Content-Length: -1\r\n\r\n`,
      `POST /api/v1/events HTTP/1.1\r\n${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
      `GET /api/v1/events HTTP/1.1\r\n${head} folded: x\r\n\r\n`,
      `GET /api/v1/events HTTP/1.1\r\n${head}X: a\u0000b\r\n\r\n`,
      `GET /api/v1/events HTTP/1.1\r\n\r\n`,
      `GET  /api/v1/events HTTP/1.1\r\n${head}\r\n`,
      `GET /api/v1/events HTTP/9.9\r\n${head}\r\n`,
      `NONSENSE\r\n\r\n`,
      `GET /api/v1/events HTTP/1.1\r\n${head}${Array.from({ length: 100_000 }, (_, i) => `X-${i}: y\r\n`).join('')}\r\n`,
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${head}\r\n`,
    ]
    for (const bytes of refused) {
      const statuses = statusesIn(await rawRequest(product.url, bytes))
      expect(statuses.every((status) => status >= 400 && status < 500), `${bytes.slice(0, 120)} → ${statuses.join()}`).toBe(true)
    }
    const paths = ['/api/v1/events', '/v1/events', '//api/v1/events', '/v1/events/', '/api/v1/events/', '/API/V1/EVENTS', '/api%2fv1%2fevents', '/api/v1/%65vents', '/api/v1/../v1/events', '/api/v1/events%00', '/api/v1/events?', '/api/v1/events#x', `http://${host}/api/v1/events`, 'http://evil.example/api/v1/integrations', '*', '/api/v1/events;x', '/api\\v1\\events', '/./api/v1/events', '/%2e/api/v1/events', '//', '//[', '/?', '']
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'HEAD']) {
        const received = await rawRequest(product.url, `${method} ${path} HTTP/1.1\r\n${head}Connection: close\r\nContent-Length: 2\r\n\r\n{}`)
        const [status = 0] = statusesIn(received)
        const said = `${method} ${path} → ${received.slice(0, 200)}`
        expect(status < 500 && !/"data":|"accepted"/.test(received), said).toBe(true)
        if (method !== 'OPTIONS') expect(status === 0 || status >= 300, said).toBe(true)
      }
    }
    expect((await get(request, '/api/health/ready')).status()).toBe(200)
  })
})

test('names, addresses and answers are shown as text, never as a part of the page', async ({ page, api, receiver }) => {
  const name = `</script><script>window.broken = 1</script><img src=x onerror="window.broken = 2">`
  const body = '<!doctype html><html><script>window.broken = 3</script><body onload="window.broken = 4"><img src=x onerror="window.broken = 5">'
  receiver.behave(answer(200, body, { 'content-type': 'text/html', 'x-odd': '<img src=x onerror="window.broken = 6">' }))
  const { id } = await api.createIntegration({
    name, triggers: [{ type: OWN_SCORE_TYPE, params: { threshold: 600 } }], destination: { url: `${receiver.url}/%3Cscript%3E?q=%22%3E%3Cimg%3E` },
  })
  await api.sendEvent(OWN_SCORE_TYPE, { LatestScore: 540, PrevScore: 732, Threshold: 600 }, { description: name })
  await receiver.until(1)
  for (const path of ['/integrations', `/integrations/${id}`, '/events', `/deliveries?integrationId=${id}`]) {
    await page.goto(path)
    await expect(page.getByText(name).filter({ visible: true }).first()).toBeVisible()
  }
  await page.getByRole('list', { name: 'Deliveries' }).getByRole('link').click()
  await expect(page.getByRole('region', { name: 'Attempt 1' }).getByRole('region', { name: 'response body' })).toContainText('window.broken = 5')
  expect(await page.evaluate(() => Reflect.get(window, 'broken') as unknown)).toBeUndefined()
})

test('pages with data and answers are not kept by a browser or a proxy, and the session is no script\'s', async ({ page, request }) => {
  for (const path of [...screens, '/api/v1/integrations', '/api/v1/deliveries']) {
    const response = await get(request, path)
    expect([path, response.headers()['cache-control']]).toEqual([path, expect.stringMatching(/no-store/)])
  }
  const cookies = await page.context().cookies()
  expect(cookies.filter(({ name }) => name.includes('session'))).not.toEqual([])
  for (const { name, httpOnly, sameSite, secure, path } of cookies) {
    expect({ name, httpOnly, sameSite, secure, path }).toEqual({ name, httpOnly: true, sameSite: 'Lax', secure: false, path: '/' }) // http here
  }
})
