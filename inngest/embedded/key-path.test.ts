import { describe, expect, test } from 'vitest'
import { boundKey, parseKeyPath, readKey } from '@/inngest/embedded/key-path'

describe('parseKeyPath', () => {
  test('takes dotted paths of an event', () => {
    expect(parseKeyPath('event.data.id')).toEqual(['data', 'id'])
    expect(parseKeyPath(' event.id ')).toEqual(['id'])
  })

  test.each(['', 'event', 'data.id', 'event.data[0]', 'event.data.a + event.data.b', '"constant"', 'event.data.', 'event..id', 'event.data.a == 1'])(
    'refuses the expression %j',
    (text) => expect(parseKeyPath(text)).toBeUndefined(),
  )
})

describe('readKey', () => {
  const event = { data: { text: 'a', number: 7, nested: { list: [1] }, empty: null } }

  test('gives text as it is and other values as JSON', () => {
    expect(readKey(event, ['data', 'text'])).toBe('a')
    expect(readKey(event, ['data', 'number'])).toBe('7')
    expect(readKey(event, ['data', 'nested'])).toBe('{"list":[1]}')
  })

  test('gives nothing where there is nothing, and nothing that is inherited', () => {
    for (const path of [['data', 'none'], ['data', 'empty'], ['data', 'text', 'length'], ['data', 'constructor'], ['__proto__', 'x']]) {
      expect(readKey(event, path)).toBe('')
    }
  })
})

test('a key that is too long for an index becomes its hash', () => {
  expect(boundKey('x'.repeat(300))).toHaveLength(300)
  expect(boundKey('x'.repeat(301))).toMatch(/^sha256 [0-9a-f]{64}$/)
  expect(boundKey('x'.repeat(301))).not.toBe(boundKey('x'.repeat(302)))
})
