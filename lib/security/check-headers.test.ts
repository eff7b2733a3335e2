import { describe, expect, it } from 'vitest'
import { checkHeaders, type HeaderToCheck } from '@/lib/security/check-headers'

const check = (headers: HeaderToCheck[], authKind = 'none') =>
  checkHeaders(headers, { authKind }).map(({ index, field, code }) => `${index} ${field} ${code}`)
const checkOne = (name: string, value = 'x', authKind = 'none') => check([{ name, value }], authKind)

it('takes ordinary headers', () => {
  const headers = [
    'X-Team',
    'content-type',
    'User-Agent',
    'x_under.score',
    'X-API-Key',
    'cookie',
    'security',
    'vian',
    'metadatabase',
    'X-Forward',
  ]
  expect(check(headers.map((name) => ({ name, value: 'a b\tc ~' })))).toEqual([])
})

describe('names', () => {
  it.each(['', 'a b', 'a:b', 'ü', 'a\r\nb', 'a(b)', 'a/b', ' a', 'a\0'])('refuses %j: not a token', (name) => {
    expect(checkOne(name)).toHaveLength(1)
  })

  it('takes 128 characters and not one more', () => {
    expect(checkOne('a'.repeat(128))).toEqual([])
    expect(checkOne('a'.repeat(129))).toEqual(['0 name too_long'])
  })

  it.each([
    'Host',
    'Content-Length',
    'TRANSFER-ENCODING',
    'connection',
    'keep-alive',
    'Proxy-Authorization',
    'proxy-connection',
    'TE',
    'Trailer',
    'upgrade',
    'Expect',
    'via',
    'Forwarded',
    'X-Forwarded-For',
    'x-forwarded-anything',
    'X-Real-IP',
    'Content-Encoding',
    'Accept-Encoding',
    'webhook-id',
    'Webhook-Signature',
    'Sec-Fetch-Site',
    'Metadata',
    'Metadata-Flavor',
    'X-aws-ec2-metadata-token',
    'X-aws-ec2-metadata-token-ttl-seconds',
    'X-Google-Metadata-Request',
    'X-aliyun-ecs-metadata-token',
  ])('refuses %s', (name) => {
    expect(checkOne(name)).toEqual(['0 name reserved'])
  })

  it('allows authorization only when no authentication is chosen', () => {
    expect(checkOne('Authorization', 'Token x')).toEqual([])
    expect(checkOne('Authorization', 'Token x', 'basic')).toEqual(['0 name reserved'])
    expect(checkOne('authorization', 'Token x', 'bearer')).toEqual(['0 name reserved'])
  })

  it('refuses the second of two that differ in case only', () => {
    expect(
      check([
        { name: 'X-A', value: '1' },
        { name: 'x-b', value: '1' },
        { name: 'x-a', value: '2' },
      ]),
    ).toEqual(['2 name duplicate'])
  })
})

describe('values', () => {
  it.each(['a\r\nX-B: c', 'a\nb', 'a\0b', 'ü', '\x7f', '\x1b[0m', '😀'])('refuses %j', (value) => {
    expect(checkOne('x-a', value)).toEqual(['0 value invalid_value'])
  })

  it('takes 4096 characters and not one more', () => {
    expect(checkOne('x-a', 'v'.repeat(4096))).toEqual([])
    expect(checkOne('x-a', 'v'.repeat(4097))).toEqual(['0 value too_long'])
  })

  it('may be absent, as for a kept secret', () => {
    expect(check([{ name: 'x-a' }, { name: 'x-b', value: null }, { name: 'x-c', value: '' }])).toEqual([])
  })
})

describe('totals', () => {
  it('takes 50 headers and points at the 51st', () => {
    const headers = Array.from({ length: 51 }, (_, index) => ({ name: `x-${index}`, value: '1' }))
    expect(check(headers.slice(0, 50))).toEqual([])
    expect(check(headers)).toEqual(['50 name too_many'])
  })

  it('takes 8 KB together and points at the header that exceeds it', () => {
    const headers = [
      { name: 'x-a', value: 'v'.repeat(4089) },
      { name: 'x-b', value: 'v'.repeat(4089) },
    ]
    expect(check(headers)).toEqual([])
    expect(check([...headers, { name: 'x', value: '' }])).toEqual(['2 value too_large'])
  })
})
