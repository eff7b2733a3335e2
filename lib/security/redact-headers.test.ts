import { expect, it } from 'vitest'
import { redactHeaders } from '@/lib/security/redact-headers'

it('replaces credentials whoever set them, keeping the scheme of authorization', () => {
  expect(
    redactHeaders([
      ['Authorization', 'Basic dTpw'],
      ['AUTHORIZATION', 'Bearer abc'],
      ['authorization', 'raw-token-value'],
      ['Cookie', 'a=b'],
      ['Set-Cookie', 'session=1'],
      ['X-Api-Key', 'k'],
    ]).map(([, value]) => value),
  ).toEqual(['Basic [secret]', 'Bearer [secret]', '[secret]', '[secret]', '[secret]', '[secret]'])
})

it('replaces the headers that the destination marks as secret, in any case', () => {
  expect(
    redactHeaders(
      [
        ['X-Team', 'red'],
        ['x-own-KEY', 'v'],
      ],
      ['X-Own-Key'],
    ),
  ).toEqual([
    ['X-Team', 'red'],
    ['x-own-KEY', '[secret]'],
  ])
})

it('leaves signatures and all else in order', () => {
  const headers: Array<[string, string]> = [
    ['webhook-signature', 'v1,abc='],
    ['X-Guard-Signature', 'ff'],
    ['X-Guard-Signature', 'ee'],
  ]
  expect(redactHeaders(headers)).toEqual(headers)
})
