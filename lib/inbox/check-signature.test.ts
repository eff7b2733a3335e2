import { describe, expect, it } from 'vitest'
import { SecretString } from '@/lib/security/secret-string'
import { signHeaders, type SigningScheme } from '@/lib/security/sign-body'
import { checkSignature, type Signer } from './check-signature'

const NOW = 1_795_000_000
const body = Buffer.from('{"a":"ü"}')
const STANDARD = `whsec_${Buffer.alloc(24, 7).toString('base64')}`
const NEWER = `whsec_${Buffer.alloc(24, 8).toString('base64')}`
const hmac = { header: 'X-Sig', algorithm: 'sha512', encoding: 'base64' } as const

const signer = (scheme: SigningScheme, secret: string | null, previous?: string): Signer => ({
  signing: scheme === 'hmac' ? { scheme, ...hmac } : { scheme },
  secrets: {
    ...(secret !== null && { signing: new SecretString(secret) }),
    ...(previous !== undefined && { previousSigning: { secret: new SecretString(previous), until: 0 } }),
  },
})
const signed = (scheme: SigningScheme, secrets: string[], timestampSeconds = NOW) =>
  signHeaders({ scheme, secrets, body, webhookId: 'dlv_1', timestampSeconds, hmac })
const check = (headers: ReadonlyArray<readonly [string, string]>, by: Signer, sent = body, truncated = false) =>
  checkSignature({ headers, body: sent, truncated }, by, NOW).state

describe.each([['standard', STANDARD], ['guard', 'key'], ['argyle', 'key'], ['hmac', 'key']] as const)('%s', (scheme, secret) => {
  it('is verified as it is signed, and not with another byte, key or place', () => {
    const headers = signed(scheme, [secret])
    expect(check(headers, signer(scheme, secret))).toBe('verified')
    expect(check(headers, signer(scheme, secret), Buffer.from('{"a":"u"}'))).toBe('wrong')
    expect(check(headers, signer(scheme, scheme === 'standard' ? NEWER : 'other'))).toBe('wrong')
    expect(check(headers.slice(0, 2), signer(scheme, secret))).toBe('missing')
    expect(check([...headers.slice(0, 2), [headers[2]?.[0] ?? '', '']], signer(scheme, secret))).toBe('wrong')
  })

  it('cannot be checked where the body was cut', () => {
    expect(check(signed(scheme, [secret]), signer(scheme, secret), body, true)).toBe('unchecked')
  })
})

it('standard: one of several signatures is enough, by the new or the former secret', () => {
  const both = signed('standard', [NEWER, STANDARD])
  for (const by of [signer('standard', NEWER), signer('standard', STANDARD), signer('standard', NEWER, STANDARD)]) expect(check(both, by)).toBe('verified')
  expect(check(signed('standard', [STANDARD]), signer('standard', NEWER, STANDARD))).toBe('verified')
})

it('standard: another id or time does not fit, and an old request is told', () => {
  const swap = (name: string, value: string) => signed('standard', [STANDARD]).map(([one, was]) => [one, one === name ? value : was] as const)
  expect(check(swap('webhook-id', 'dlv_2'), signer('standard', STANDARD))).toBe('wrong')
  for (const time of [String(NOW + 1), '', 'x', '-1', '1e9']) expect(check(swap('webhook-timestamp', time), signer('standard', STANDARD))).toBe('wrong')
  const old = checkSignature({ headers: signed('standard', [STANDARD], NOW - 301), body, truncated: false }, signer('standard', STANDARD), NOW)
  expect(old).toMatchObject({ state: 'wrong', reason: expect.stringContaining('sent again') as string })
})

it('says where nothing is signed', () => {
  expect(check([], signer('none', null))).toBe('unsigned')
  expect(check([], signer('argyle', null))).toBe('unsigned')
  expect(check([], signer('guard', null))).toBe('unchecked')
})
