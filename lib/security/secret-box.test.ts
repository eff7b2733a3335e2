import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parseEncryptionKeys, type EncryptionKeys } from '@/lib/security/parse-encryption-keys'
import { createSecretBox, SecretBoxError, UnknownKeyError, type SecretPlace } from '@/lib/security/secret-box'

const base64Key = (fill: number) => Buffer.alloc(32, fill).toString('base64')

function keys(text: string): EncryptionKeys {
  const parsed = parseEncryptionKeys(text)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.keys
}

const place: SecretPlace = { table: 'integration', column: 'secrets', row: 'int_1', workspace: 'ws_1' }
const oldBox = createSecretBox(keys(`k1:${base64Key(1)}`))
const newBox = createSecretBox(keys(`k2:${base64Key(2)},k1:${base64Key(1)}`))

describe('a sealed secret', () => {
  it.each(['', 'pässwörd ✓ 😀', 'x'.repeat(100_000)])('opens to what was sealed', (plain) => {
    expect(oldBox.open(oldBox.seal(plain, place), place).reveal()).toBe(plain)
  })

  it('does not show its text, and never looks the same twice', () => {
    const [first, second] = [oldBox.seal('a very secret text', place), oldBox.seal('a very secret text', place)]
    expect(Buffer.from(first).includes('secret text')).toBe(false)
    expect(Buffer.from(first).equals(second)).toBe(false)
  })

  it.each(['table', 'column', 'row', 'workspace'] as const)('does not open in another %s', (field) => {
    const sealed = oldBox.seal('mine', place)
    expect(() => oldBox.open(sealed, { ...place, [field]: 'other' })).toThrow(SecretBoxError)
  })

  it('does not open when its fields are only shifted', () => {
    const sealed = oldBox.seal('mine', { ...place, table: 'ab', column: 'c' })
    expect(() => oldBox.open(sealed, { ...place, table: 'a', column: 'bc' })).toThrow(SecretBoxError)
  })

  it('does not open when any byte was changed', () => {
    const sealed = oldBox.seal('mine', place)
    for (let index = 0; index < sealed.length; index += 1) {
      const damaged = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte))
      expect(() => oldBox.open(damaged, place), `byte ${index}`).toThrow(SecretBoxError)
    }
  })

  it('does not open when it was cut', () => {
    const sealed = oldBox.seal('mine', place)
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => oldBox.open(sealed.subarray(0, length), place)).toThrow(SecretBoxError)
    }
  })

  it('opens from a view into a larger buffer, as databases give it', () => {
    const sealed = oldBox.seal('mine', place)
    const around = Buffer.concat([Buffer.from('before'), sealed, Buffer.from('after')])
    expect(oldBox.open(around.subarray(6, 6 + sealed.length), place).reveal()).toBe('mine')
  })
})

describe('changing keys', () => {
  it('seals with the first key and opens with any', () => {
    const sealed = oldBox.seal('mine', place)
    expect([oldBox.keyId(sealed), newBox.keyId(newBox.seal('x', place))]).toEqual(['k1', 'k2'])
    expect(newBox.open(sealed, place).reveal()).toBe('mine')
  })

  it('re-wraps under the current key, after which the old one can go; doing it twice changes nothing', () => {
    const rewrapped = newBox.rewrap(oldBox.seal('mine', place), place)
    const onlyNew = createSecretBox(keys(`k2:${base64Key(2)}`))
    expect(onlyNew.open(rewrapped, place).reveal()).toBe('mine')
    expect(Buffer.from(onlyNew.rewrap(rewrapped, place)).equals(rewrapped)).toBe(true)
  })

  it('does not re-wrap a box of another row', () => {
    expect(() => newBox.rewrap(oldBox.seal('mine', place), { ...place, row: 'int_2' })).toThrow(SecretBoxError)
  })

  it('names a key that is missing', () => {
    const sealed = newBox.seal('mine', place)
    expect(() => oldBox.open(sealed, place)).toThrow(UnknownKeyError)
    expect(() => oldBox.open(sealed, place)).toThrow('"k2"')
  })

  it('tells another key under the same id from the right one', () => {
    const impostor = createSecretBox(keys(`k1:${base64Key(9)}`))
    expect(() => impostor.open(oldBox.seal('mine', place), place)).toThrow(SecretBoxError)
  })
})

describe('ENCRYPTION_KEYS', () => {
  const messageOf = (text: string) => {
    const parsed = parseEncryptionKeys(text)
    return parsed.ok ? parsed.keys.map(({ id }) => id).join() : parsed.message
  }

  it('lists keys, the current one first', () => {
    expect(messageOf(` k2:${base64Key(2)} , k1:${base64Key(1)},`)).toBe('k2,k1')
  })

  it.each([
    ['', 'no key'],
    [base64Key(1), 'entry 1'],
    [`k1:${base64Key(1)},:x`, 'entry 2'],
    ['k1:c2hvcnQ=', '"k1" must be 32 bytes'],
    [`k1:${base64Key(1)},k1:${base64Key(2)}`, '"k1" is there twice'],
  ])('refuses %j and says why, without showing a key', (text, words) => {
    expect(messageOf(text)).toContain(words)
    expect(messageOf(text)).not.toContain(base64Key(1))
  })

  it('does not show keys when printed', () => {
    expect(inspect(keys(`k1:${base64Key(0x41)}`), { depth: 9, showHidden: true })).not.toMatch(/QUFB|AAAA/)
  })
})
