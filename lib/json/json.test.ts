import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ExactNumber } from '@/lib/json/exact-number'
import { JsonError } from '@/lib/json/json-error'
import { orderedKeys } from '@/lib/json/json-value'
import { parseJson } from '@/lib/json/parse-json'
import { sliceEvents, sliceJson } from '@/lib/json/slice-json'
import { stringifyJson } from '@/lib/json/stringify-json'

// Properties run hundreds of cases; a busy machine needs more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 })

function failure(text: string): JsonError {
  try {
    parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) return error
    throw error
  }
  throw new Error('expected a JsonError')
}

describe('parseJson and stringifyJson', () => {
  it.each([
    '12345678901234567890',
    '1.0',
    '1.50',
    '1e400',
    '1E5',
    '-0',
    '-0.0',
    '0.0000001',
    '123456789012345680000',
    '0.1234567890123456789',
    '{"b":1,"a":2}',
    '{"10":1,"2":[{"7":1,"b":2,"1":3}],"a":2.0}',
    '{"__proto__":{"x":1},"constructor":2}',
    '{"\u0031":1,"0":2}',
    '[1.0,[[-0]],"1.0",null,true,false,{}]',
    '"\\ud800"',
  ])('%s comes back as it was received', (text) => {
    expect(stringifyJson(parseJson(text))).toBe(text)
  })

  it('any JSON document means the same as for JSON.parse', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = parseJson(text)
        expect(JSON.parse(stringifyJson(value))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('any compact document comes back byte for byte', () => {
    const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(String)
    const odd = fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,20})?([eE][+-]?\d{1,4})?$/)
    const leaf = fc.oneof(number, odd, fc.string({ unit: 'binary' }).map((s) => JSON.stringify(s)), fc.constant('null'))
    const key = fc.oneof(fc.integer({ min: 0, max: 30 }).map(String), fc.string(), fc.constant('__proto__'))
    const document = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value')).map((list) => `[${list.join(',')}]`),
        fc
          .uniqueArray(fc.tuple(key, tie('value')), { selector: ([name]) => name })
          .map((list) => `{${list.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`),
      ),
    })).value
    fc.assert(
      fc.property(document, (text) => {
        expect(stringifyJson(parseJson(text))).toBe(text)
      }),
    )
  })

  it('of duplicate keys the last wins', () => {
    expect(parseJson('{"a":1,"b":1.0,"a":2}')).toMatchObject({ a: 2 })
    expect(parseJson('{"a":1,"a":2}')).toEqual({ a: 2 })
  })

  it('__proto__ is data and changes no prototype', () => {
    for (const text of ['{"__proto__":{"admin":true}}', '{"__proto__":{"admin":true},"n":1.0}']) {
      const value = parseJson(text)
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(Object.keys(Object(value))).toContain('__proto__')
    }
  })

  it('exact numbers calculate and compare', () => {
    const number = parseJson('599.0')
    expect(number).toBeInstanceOf(ExactNumber)
    expect(Number(number) + 1).toBe(600)
    const [big, bigger] = [new ExactNumber('12345678901234567890'), new ExactNumber('12345678901234567891')]
    expect([big.equals(bigger), big.lt(bigger), bigger.gt(big), big.geq(big), big.leq(5)]).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
    expect(new ExactNumber('5.0').equals(5)).toBe(true)
    expect(new ExactNumber('5.0').equals('5')).toBe(false)
  })

  it('an error says where: line, column, offset, pointer', () => {
    expect(failure('{"a":\n [1, x]}')).toMatchObject({ line: 2, column: 6, offset: 11, pointer: '/a/1' })
    expect(failure('{"a/b":{"c~d":}}')).toMatchObject({ pointer: '/a~1b/c~0d' })
    expect(failure('{"a":1,}').message).toContain('expected a key')
    expect(failure('["a\nb"]').message).toContain('control character')
    expect(failure('["a\\x"]').message).toContain('unknown escape')
    expect(failure('').message).toContain('unexpected end')
    expect(failure('"abc').message).toContain('not closed')
    expect(failure('{"a" 1}').message).toContain('":"')
    expect(failure('[1 2]').message).toContain('"]"')
    expect(failure('{"a":1 "b"}').message).toContain('"}"')
    expect(failure('nul').message).toContain('unexpected')
    expect(failure('1 2').message).toContain('after the end')
    expect(failure('01').message).toContain('after the end')
  })

  it('rejects exactly what JSON.parse rejects', () => {
    const alphabet = fc.constantFrom(...'{}[]",:\\u0019aeE+-. \ntrufalsn'.split(''))
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (text) => {
        let valid = true
        try {
          JSON.parse(text)
        } catch {
          valid = false
        }
        expect(attempt(text)).toBe(valid)
      }),
      { numRuns: 2000 },
    )
  })

  it('200 levels pass, 201 and a million do not', () => {
    const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(stringifyJson(parseJson(nest(200)))).toBe(nest(200))
    expect(failure(nest(201)).message).toContain('more than 200 levels')
    expect(failure('{"a":'.repeat(1_000_000)).message).toContain('more than 200 levels')
  })

  it('indents like JSON.stringify', () => {
    const value = { a: [1, { b: [] }], c: {}, d: 'x' }
    expect(stringifyJson(value, 2)).toBe(JSON.stringify(value, null, 2))
  })

  it('a key order that JavaScript would change is kept, also for iteration', () => {
    const value = parseJson('{"10":"a","2":"b"}')
    expect(orderedKeys(Object(value))).toEqual(['10', '2'])
    expect(Array.from(Object(value))).toEqual([['10', 'a'], ['2', 'b']])
  })
})

function attempt(text: string): boolean {
  try {
    parseJson(text)
    return true
  } catch {
    return false
  }
}

describe('sliceJson', () => {
  const text = ' { "events" : [ {"context": { "b":1.0, "a":"}]" } , "type":"x"}, {"type":"y"}, {"context":null} ] } '

  it('gives the received text, spaces and all', () => {
    expect(sliceJson(text, ['events', 0, 'context'])).toBe('{ "b":1.0, "a":"}]" }')
    expect(sliceJson(text, ['events', 0, 'context', 'a'])).toBe('"}]"')
    expect(sliceJson(text, ['events', 2, 'context'])).toBe('null')
    expect(sliceJson(text, ['events', 3])).toBeUndefined()
    expect(sliceJson(text, ['events', 'x'])).toBeUndefined()
    expect(sliceJson(' 5 ', [])).toBe('5')
  })

  it('all contexts in one walk, of a list or of one event', () => {
    expect(sliceEvents(text)).toEqual([
      { context: '{ "b":1.0, "a":"}]" }' },
      { context: undefined },
      { context: 'null' },
    ])
    expect(sliceEvents('{"type":"x","context":{"a":1},"context":{"a":2}}')).toEqual([{ context: '{"a":2}' }])
    expect(sliceEvents('{"\\u0063ontext":[1]}')).toEqual([{ context: '[1]' }])
    expect(sliceEvents('{"events":[]}')).toEqual([])
  })

  it('every member of any object is found, wherever it stands', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const pretty = JSON.stringify(object, null, 1)
        const parsed: unknown = JSON.parse(pretty)
        for (const [key, value] of Object.entries(Object(parsed))) {
          expect(JSON.parse(sliceJson(pretty, [key]) ?? 'none')).toEqual(value)
        }
      }),
    )
  })

  it('deep input neither overflows nor slows', () => {
    const deep = '['.repeat(500_000) + ']'.repeat(500_000)
    expect(sliceEvents(`{"context":${deep}}`)[0]?.context).toBe(deep)
  })

  it('5 MB of 1000 events take one linear pass', () => {
    const one = `{"type":"x","context":{"text":"${'a'.repeat(5000)}"}}`
    const slices = sliceEvents(`{"events":[${Array.from({ length: 1000 }, () => one).join(',')}]}`)
    expect(slices).toHaveLength(1000)
    expect(slices[999]?.context).toHaveLength(5011)
  })
})
