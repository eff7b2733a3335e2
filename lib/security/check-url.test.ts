import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { checkUrl, MAX_URL_LENGTH } from '@/lib/security/check-url'
import { policyWith } from '@/lib/security/testing/policy-with'
import { ALLOWED_URLS, METADATA_HOSTS, REFUSED_URLS } from '@/lib/security/testing/url-vectors'

const strict = policyWith('')
const withHttp = policyWith('', { allowHttp: true })

const ownPolicy = policyWith('', { allowHttp: true, ownInbox: { appUrl: 'http://localhost:3000', host: '127.0.0.1', port: 3000 } })

const codeOf = (input: string, policy = strict) => {
  const check = checkUrl(input, policy)
  return check.ok ? 'ok' : check.code
}

const VECTORS = join(process.cwd(), '../shared/vectors/ssrf.json')
const vectorSchema = z.array(
  z.object({ input: z.string(), expect: z.string(), why: z.string(), kind: z.string().nullable() }),
)

describe.skipIf(!existsSync(VECTORS))('shared vectors (../shared/vectors/ssrf.json; skipped where absent)', () => {
  const vectors = existsSync(VECTORS) ? vectorSchema.parse(JSON.parse(readFileSync(VECTORS, 'utf8'))) : []
  // A name is judged when it is resolved (create-door.db.test.ts); the text itself is fine.
  it.each(vectors)('$expect $input ($why)', ({ input, expect: expected, kind }) => {
    const isRefused = expected === 'block' && kind !== 'dns'
    expect(checkUrl(input, withHttp).ok).toBe(!isRefused)
  })
})

describe('our own vectors', () => {
  it('are refused and taken', () => {
    expect(REFUSED_URLS.filter((url) => checkUrl(url, ownPolicy).ok)).toEqual([])
    expect(ALLOWED_URLS.filter((url) => !checkUrl(url, ownPolicy).ok)).toEqual([])
  })

  it('of cloud metadata are refused whatever is allowed', () => {
    const everything = policyWith('0.0.0.0/0,::/0,169.254.0.0/16,100.64.0.0/10,168.63.129.16,fd00::/8,fe80::/10')
    expect(METADATA_HOSTS.filter((host) => checkUrl(`http://${host}/`, everything).ok)).toEqual([])
  })
})

it('own ports are no destination, by our public name or in an allowed range', () => {
  const behindProxy = policyWith('127.0.0.0/8', { ownInbox: { appUrl: 'https://hooks.example.com', host: '127.0.0.1', port: 3000, otherPorts: [3001] } })
  expect(codeOf('https://hooks.example.com:3000/x', behindProxy)).toBe('own_address')
  expect(codeOf('https://hooks.example.com:3001/x', behindProxy)).toBe('own_address')
  expect(codeOf('http://127.0.0.1:3001/api/inngest', behindProxy)).toBe('private_address')
  expect(codeOf('http://127.0.0.1:3002/', behindProxy)).toBe('ok')
})

describe('the text of a URL', () => {
  it.each([
    ['\\ as a separator', 'https:\\\\example.com/', 'bad_characters'],
    ['a no-break space', 'https://example.com/\u00a0', 'bad_characters'],
    ['a line separator', 'https://example.com/\u2028', 'bad_characters'],
    ['NUL', 'https://example.com/\0', 'bad_characters'],
    ['DEL', 'https://example.com/\x7f', 'bad_characters'],
    ['C1 control', 'https://example.com/\x85', 'bad_characters'],
    ['a trailing space', 'https://example.com/ ', 'bad_characters'],
    ['a lone surrogate', 'https://example.com/\ud800', 'bad_characters'],
    ['no scheme', '//example.com/', 'scheme'],
    ['four slashes', 'https:////example.com/', 'scheme'],
    ['a websocket', 'wss://example.com/', 'scheme'],
    ['data', 'data:text/plain,x', 'scheme'],
    ['nothing', '', 'scheme'],
    ['empty user info', 'https://@example.com/', 'userinfo'],
    ['only a password', 'https://:x@example.com/', 'userinfo'],
    ['encoded @ in the host', 'https://a%40b.com/', 'unparsable'],
    ['encoded NUL in the host', 'https://exa%00mple.com/', 'unparsable'],
  ])('refuses %s', (_, input, code) => {
    expect(codeOf(input)).toBe(code)
  })

  it('takes the scheme in any case and keeps the parsed form', () => {
    expect(checkUrl('HTTPS://Example.COM:443/A?b=%2F#c', strict)).toMatchObject({
      ok: true,
      href: 'https://example.com/A?b=%2F#c',
    })
  })

  it('takes 2048 characters and not one more', () => {
    const longest = 'https://example.com/'.padEnd(MAX_URL_LENGTH, 'a')
    expect(codeOf(longest)).toBe('ok')
    expect(codeOf(`${longest}a`)).toBe('too_long')
  })

  it('gives a form that passes again: what grows over the limit by encoding is refused at once', () => {
    expect(codeOf(`https://example.com/${'ж'.repeat(2000)}`)).toBe('too_long')
  })

  it('takes letters such as ü however often it was asked', () => {
    const codes = Array.from({ length: 20_000 }, () => codeOf('https://b\u00fccher.example/\u00fc'))
    expect(codes.filter((code) => code !== 'ok')).toEqual([])
  })

  it('drops the root dot', () => {
    expect(checkUrl('https://example.com.:8443/x', strict)).toMatchObject({ href: 'https://example.com:8443/x' })
  })
})

describe('ports', () => {
  it.each([0, 21, 22, 25, 110, 2375, 2376, 3306, 5060, 5432, 6000, 6379, 6667, 9200, 10080, 11211, 27017])(
    'refuses %i',
    (port) => {
      expect(codeOf(`https://example.com:${port}/`)).toBe('port')
    },
  )

  it.each([80, 443, 1024, 3000, 8080, 8443, 65_535])('takes %i', (port) => {
    expect(codeOf(`https://example.com:${port}/`)).toBe('ok')
  })
})

describe('names', () => {
  const label63 = 'a'.repeat(63)
  it.each([
    ['a label of 63', `https://${label63}.com/`, 'ok'],
    ['a label of 64', `https://${label63}a.com/`, 'host'],
    ['253 in all', `https://${label63}.${label63}.${label63}.${'a'.repeat(57)}.com/`, 'ok'],
    ['254 in all', `https://${label63}.${label63}.${label63}.${'a'.repeat(58)}.com/`, 'host'],
    ['a hyphen at the end of a label', 'https://a-.com/', 'host'],
    ['an underscore at the start', 'https://_dmarc.example.com/', 'host'],
    ['an underscore at the end', 'https://a_.example.com/', 'host'],
    ['an empty label', 'https://a..com/', 'host'],
    ['two root dots', 'https://example.com../', 'host'],
    ['a wildcard', 'https://*.example.com/', 'host'],
    ['a single label', 'https://intranet/', 'host'],
    ['punycode', 'https://xn--fsqu00a.xn--0zwm56d/', 'ok'],
    ['.localhost', 'https://a.localhost/', 'reserved_name'],
    ['.localdomain', 'https://a.localdomain/', 'reserved_name'],
    ['.home.arpa', 'https://a.home.arpa/', 'reserved_name'],
    ['.test with a root dot', 'https://a.test./', 'reserved_name'],
    ['.INTERNAL', 'https://vault.INTERNAL/', 'reserved_name'],
    ['a name that only ends in the letters', 'https://notlocal/', 'host'],
    ['thelocal.se', 'https://thelocal.se/', 'ok'],
    ['mylocalhost as a domain', 'https://mylocalhost.com/', 'ok'],
  ])('%s', (_, input, code) => {
    expect(codeOf(input)).toBe(code)
  })
})

describe('http', () => {
  it('is refused unless allowed', () => {
    expect(codeOf('http://example.com/')).toBe('https_only')
    expect(codeOf('http://example.com/', withHttp)).toBe('ok')
  })

  it('passes for names once ranges are configured: where they lead is known at connect', () => {
    expect(codeOf('http://example.com/', policyWith('10.0.0.0/8'))).toBe('ok')
  })

  it('passes for a literal address only inside a range', () => {
    const policy = policyWith('10.0.0.0/8')
    expect(codeOf('http://10.1.2.3/', policy)).toBe('ok')
    expect(codeOf('http://8.8.8.8/', policy)).toBe('https_only')
    expect(codeOf('https://8.8.8.8/', policy)).toBe('ok')
    expect(codeOf('http://192.168.1.1/', policy)).toBe('private_address')
  })
})

describe('allowed private ranges', () => {
  it('let reserved and single-label names pass', () => {
    const policy = policyWith('10.0.0.0/8')
    for (const host of ['localhost', 'receiver', 'svc.default.svc', 'vault.internal', 'printer.local']) {
      expect(codeOf(`http://${host}:8080/`, policy)).toBe('ok')
    }
  })

  it('still demand a well-formed name', () => {
    expect(codeOf('http://-a/', policyWith('10.0.0.0/8'))).toBe('host')
  })

  it('open the given port only', () => {
    const policy = policyWith('127.0.0.0/8:4000')
    expect(codeOf('http://127.0.0.1:4000/', policy)).toBe('ok')
    expect(codeOf('http://127.0.0.1:4001/', policy)).toBe('private_address')
    expect(codeOf('http://[::ffff:127.0.0.1]:4000/', policy)).toBe('ok')
  })

  it('never open cloud metadata, in whatever form it is written', () => {
    const policy = policyWith('0.0.0.0/0,::/0', { allowHttp: true })
    for (const host of [
      '169.254.169.254',
      '0xA9FEA9FE',
      '[::ffff:a9fe:a9fe]',
      '[64:ff9b::a9fe:a9fe]',
      '168.63.129.16',
    ]) {
      expect(codeOf(`http://${host}/`, policy)).toBe('private_address')
    }
  })
})

describe('our own address', () => {
  const own = (appUrl: string) => policyWith('127.0.0.0/8', { ownInbox: { appUrl, host: '127.0.0.1', port: 3000 } })

  it('is refused except for an inbox', () => {
    const policy = { ...own('http://localhost:3000'), allowedPrivate: [] }
    expect(checkUrl('http://localhost:3000/inbox/tok_en-1?source=x', policy)).toMatchObject({
      ok: true,
      ownInbox: true,
    })
    const refused = [
      '/inbox/',
      '/inbox',
      '/inbox/a/b',
      '/inbox/a%2fb',
      '/inbox/../api/v1/events',
      '/Inbox/a',
      '/api/v1/events',
      '/',
    ]
    for (const path of refused) expect(codeOf(`http://localhost:3000${path}`, policy)).toBe('own_address')
  })

  it('is refused although a range would open it', () => {
    const policy = own('http://localhost:3000')
    expect(codeOf('http://127.0.0.1:3000/inbox/abc', policy)).toBe('private_address')
    expect(codeOf('http://127.0.0.2:3000/', policy)).toBe('private_address')
    expect(codeOf('http://127.0.0.1:3001/', policy)).toBe('ok')
    expect(codeOf('http://localhost:3001/', policy)).toBe('ok')
  })

  it('is refused on its other scheme, and the inbox needs the very scheme of APP_URL', () => {
    const policy = own('https://hooks.example.com')
    expect(codeOf('https://hooks.example.com/inbox/abc', policy)).toBe('ok')
    expect(codeOf('http://hooks.example.com/inbox/abc', policy)).toBe('own_address')
    expect(codeOf('https://hooks.example.com./api', policy)).toBe('own_address')
    expect(codeOf('https://other.example.com/api', policy)).toBe('ok')
  })

  it('respects a path in APP_URL', () => {
    const policy = own('https://example.com/hooks/')
    expect(codeOf('https://example.com/hooks/inbox/abc', policy)).toBe('ok')
    expect(codeOf('https://example.com/inbox/abc', policy)).toBe('own_address')
  })
})

it('says in words what is wrong', () => {
  expect(checkUrl('https://10.0.0.1/', strict)).toMatchObject({
    message: 'The URL points to a private address: 10.0.0.1 is a private or reserved address',
  })
})
