import { format, inspect } from 'node:util'
import { expect, it } from 'vitest'
import { SecretString } from '@/lib/security/secret-string'

const VALUE = 'whsec_c2VjcmV0LXZhbHVl'
const secret = new SecretString(VALUE)

it.each([
  ['template strings', () => `${secret}`],
  ['concatenation', () => 'x' + String(secret)],
  ['JSON', () => JSON.stringify({ deep: [secret] })],
  ['inspect', () => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
  ['console formats', () => format('%s %o %O %j', secret, secret, secret, secret)],
  ['own properties', () => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret)])],
  ['spreading', () => JSON.stringify({ ...secret })],
  ['structuredClone', () => inspect(structuredClone(secret))],
  ['errors', () => inspect(new Error('failed', { cause: { secret } }))],
])('does not leak through %s', (_, show) => {
  expect(show()).not.toContain('c2VjcmV0')
})

it('gives itself out when asked to', () => {
  expect(secret.reveal()).toBe(VALUE)
})

it('shows the last four characters of long secrets only', () => {
  expect(new SecretString('0123456789abcdef').lastFour()).toBe('cdef')
  expect(new SecretString('0123456789abcde').lastFour()).toBeNull()
})

it('compares by value', () => {
  expect(secret.equals(VALUE)).toBe(true)
  expect(secret.equals(new SecretString(VALUE))).toBe(true)
  expect(secret.equals('other')).toBe(false)
  expect(secret.equals(VALUE.replace('w', 'x'))).toBe(false)
})
