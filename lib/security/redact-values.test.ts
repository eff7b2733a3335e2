import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createByteRedactor, redactValues } from '@/lib/security/redact-values'
import { SecretString } from '@/lib/security/secret-string'

const PASSWORD = 'pä"ss/w+rd & 1'

describe('a known secret does not survive', () => {
  it.each([
    ['as it is', `got ${PASSWORD}!`],
    ['twice', `${PASSWORD}${PASSWORD}`],
    ['in JSON', JSON.stringify({ password: PASSWORD })],
    ['in JSON with escaped slashes', JSON.stringify(PASSWORD).replaceAll('/', '\\/')],
    ['in a URL', `https://x/?p=${encodeURIComponent(PASSWORD)}`],
    ['in a form', new URLSearchParams({ p: PASSWORD }).toString()],
    ['in HTML', PASSWORD.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['in base64', Buffer.from(PASSWORD).toString('base64')],
    ['in base64url', Buffer.from(PASSWORD).toString('base64url')],
    ['in hex', Buffer.from(PASSWORD).toString('hex')],
  ])('%s', (_, text) => {
    const redacted = redactValues(text, [new SecretString(PASSWORD)])
    expect(redacted).toContain('[secret]')
    expect(redacted).not.toMatch(/rd( |%20|\+|\\u)?(&|%26)|cmQg|7264/)
  })
})

it('replaces the token of HTTP Basic as a whole, also for a password too short to search for', () => {
  const token = Buffer.from('user:pw').toString('base64')
  expect(
    redactValues(`Authorization: Basic ${token}, pw`, [{ username: 'user', password: new SecretString('pw') }]),
  ).toBe('Authorization: Basic [secret], pw')
})

it('finds a secret anywhere inside base64, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (before, after) => {
      const encoded = Buffer.from(`${before}my-secret-token${after}`).toString('base64')
      expect(redactValues(encoded, ['my-secret-token'])).toContain('[secret]')
    }),
  )
})

it('replaces the longer of two secrets that contain each other first', () => {
  expect(redactValues('abcdefgh', ['abcd', 'abcdefgh'])).toBe('[secret]')
})

it('leaves text without secrets alone, and very short secrets too', () => {
  expect(redactValues('an ordinary text', ['an', '', 'other-secret'])).toBe('an ordinary text')
})

it('does not read a secret as a replacement pattern or a regular expression', () => {
  expect(redactValues('a $& (.*) b', ['$& (.*)'])).toBe('a [secret] b')
})

it('copes with a lone surrogate in a secret', () => {
  expect(redactValues('x abc\ud800def y', ['abc\ud800def'])).toBe('x [secret] y')
})

describe('bodies', () => {
  it('are redacted in their bytes, and all other bytes stay', () => {
    const binary = Buffer.from([0, 255, 128, 10])
    const body = Buffer.concat([binary, Buffer.from(PASSWORD), binary])
    const redacted = createByteRedactor([PASSWORD])(body)
    expect(redacted).toEqual(Buffer.concat([binary, Buffer.from('[secret]'), binary]))
  })

  it('are handed back as they are when nothing is found', () => {
    const body = Buffer.from([1, 2, 3])
    expect(createByteRedactor([PASSWORD])(body)).toBe(body)
  })
})

it('finds the token of HTTP Basic, as it is sent, in hex and base64 too', () => {
  const secret = { username: 'user', password: 'pass-word-1' }
  const token = Buffer.from('user:pass-word-1').toString('base64')
  for (const encoding of ['hex', 'base64', 'base64url'] as const) {
    const echoed = Buffer.from(`Basic ${token}`).toString(encoding)
    const inner = Buffer.from(token).toString('hex')
    expect(Buffer.from(redactValues(echoed, [secret]), encoding).toString()).not.toContain(token)
    expect(redactValues(echoed, [secret])).not.toContain(inner)
    expect(redactValues(echoed, [secret])).toContain('[secret]')
  }
})
