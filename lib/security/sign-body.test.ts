import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { generateSecret } from '@/lib/security/generate-secret'
import { SecretString } from '@/lib/security/secret-string'
import { signHeaders, standardKey, type SignInput } from '@/lib/security/sign-body'

const now = Math.floor(Date.now() / 1000)
const body = Buffer.from('{"text":"ü ✓ 😀","n":1}')
const sign = (input: Partial<SignInput> & Pick<SignInput, 'scheme'>) =>
  Object.fromEntries(
    signHeaders({ secrets: ['the shown secret'], body, webhookId: 'dlv_1', timestampSeconds: now, ...input }),
  )

describe('standard', () => {
  it('is accepted by the standardwebhooks package', () => {
    const secret = generateSecret('standard')?.reveal() ?? ''
    const headers = sign({ scheme: 'standard', secrets: [secret] })
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body.toString()))
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow()
  })

  it('gives the signature of the published example', () => {
    const headers = sign({
      scheme: 'standard',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      body: '{"test": 2432232314}',
      webhookId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1614265330,
    })
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('signs with both secrets while a rotated one overlaps: holders of either verify', () => {
    const secrets = [generateSecret('standard'), generateSecret('standard')].filter((secret) => secret !== null)
    const headers = sign({ scheme: 'standard', secrets })
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
    for (const secret of secrets) expect(new Webhook(secret.reveal()).verify(body, headers)).toBeTruthy()
  })

  it('gives the same for text as for its bytes', () => {
    const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']
    expect(sign({ scheme: 'standard', secrets, body: body.toString() })).toEqual(sign({ scheme: 'standard', secrets }))
  })

  it('refuses a secret that is not base64, without naming it', () => {
    expect(() => sign({ scheme: 'standard', secrets: ['whsec_not base64!'] })).toThrow(/^(?!.*not base64!)/)
    expect(['whsec_', '', 'whsec_abc', 'a b'].map(standardKey)).toEqual([null, null, null, null])
  })
})

it('guard: full lowercase hex HMAC-SHA256 of the raw body, by the newest secret', () => {
  const expected = createHmac('sha256', 'the shown secret').update(body).digest('hex')
  expect(sign({ scheme: 'guard', secrets: ['the shown secret', 'older'] })).toEqual({
    'webhook-id': 'dlv_1',
    'webhook-timestamp': String(now),
    'X-Guard-Signature': expected,
  })
  expect(expected).toMatch(/^[\da-f]{64}$/)
})

it('argyle: lowercase hex HMAC-SHA512, only when there is a secret', () => {
  const expected = createHmac('sha512', 'the shown secret').update(body).digest('hex')
  expect(sign({ scheme: 'argyle', secrets: [new SecretString('the shown secret')] })['X-Argyle-Signature']).toBe(
    expected,
  )
  expect(Object.keys(sign({ scheme: 'argyle', secrets: [] }))).toEqual(['webhook-id', 'webhook-timestamp'])
})

it('uses a secret that looks like a standard one as it is shown, in all other schemes', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  expect(sign({ scheme: 'guard', secrets: [secret] })['X-Guard-Signature']).toBe(
    createHmac('sha256', secret).update(body).digest('hex'),
  )
})

it.each([
  ['sha256', 'hex'],
  ['sha256', 'base64'],
  ['sha512', 'hex'],
  ['sha512', 'base64'],
] as const)('hmac: %s in %s under its own header', (algorithm, encoding) => {
  const headers = sign({ scheme: 'hmac', hmac: { header: 'X-Sig', algorithm, encoding } })
  expect(headers['X-Sig']).toBe(createHmac(algorithm, 'the shown secret').update(body).digest(encoding))
})

it('none: the id and the time only', () => {
  expect(sign({ scheme: 'none' })).toEqual({ 'webhook-id': 'dlv_1', 'webhook-timestamp': String(now) })
})

it('generates 32 random bytes, in the form that is shown', () => {
  const fixed = (size: number) => Buffer.alloc(size, 0xfb)
  expect(standardKey(generateSecret('standard', fixed)?.reveal() ?? '')).toEqual(fixed(32))
  expect(generateSecret('guard', fixed)?.reveal()).toBe(fixed(32).toString('base64url'))
  expect(generateSecret('argyle')?.reveal()).not.toBe(generateSecret('argyle')?.reveal())
  expect(generateSecret('none')).toBeNull()
})
