import { expect, it } from 'vitest'
import { createRedactor } from '@/lib/security/redact-values'
import { hideInQuery, hideSecrets, type Sender } from './hide-secrets'

const stranger: Sender = { kind: 'stranger' }
const integration: Sender = {
  kind: 'integration', signing: { scheme: 'hmac', header: 'X-Body-Token' }, secretHeaders: ['X-Vendor'], redact: createRedactor(['s3cret-value']),
}
const hidden = (sender: Sender, ...pairs: Array<[string, string]>) => hideSecrets(pairs, sender).map(([, value]) => value)

it('credentials are hidden whoever sends them, of authorization the scheme stays', () => {
  const pairs: Array<[string, string]> = [
    ['Authorization', 'Basic dTpw'], ['authorization', 'Bearer abc'], ['AUTHORIZATION', 'abc'], ['Cookie', 'a=b'], ['X-Api-Key', 'k'], ['x-vendor-token', 't'],
    ['X-Password', 'p'],
  ]
  expect(hidden(stranger, ...pairs)).toEqual(['Basic [secret]', 'Bearer [secret]', '[secret]', '[secret]', '[secret]', '[secret]', '[secret]'])
  expect(hidden({ kind: 'unsaved' }, ...pairs)).toEqual(hidden(stranger, ...pairs))
})

it('signatures and plain headers are shown', () => {
  const shown: Array<[string, string]> = [
    ['webhook-signature', 'v1,abc'], ['X-Guard-Signature', 'abc'], ['X-Sig', 'abc'], ['X-Hmac', 'abc'], ['content-type', 'application/json'], ['webhook-id', 'dlv_1'],
  ]
  expect(hidden(stranger, ...shown)).toEqual(shown.map(([, value]) => value))
  expect(hidden({ kind: 'unsaved' }, ...shown)).toEqual(shown.map(([, value]) => value))
  expect(hidden(stranger, ['X-Team', 'red'])).toEqual(['red'])
})

it('of an integration its secret headers are hidden, its secrets wherever they stand, and its signature is shown', () => {
  expect(hidden(integration, ['x-vendor', 'anything'], ['X-Note', 'a s3cret-value b'], ['X-Body-Token', 'abc'])).toEqual(['[secret]', 'a [secret] b', 'abc'])
})

it('of an integration that is not saved no header of its own is shown: which are secret is known nowhere', () => {
  expect(hidden({ kind: 'unsaved' }, ['X-Vendor', 'anything'])).toEqual(['[secret]'])
})

it('a query is shown without what looks like a token', () => {
  expect(hideInQuery('?source=hookwright&token=abc&k=AbCd1234AbCd1234', stranger)).toBe('?source=hookwright&token=***&k=***')
  expect(hideInQuery('?a=s3cret-value', integration)).toBe('?a=[secret]')
  expect(hideInQuery('', stranger)).toBe('')
})
