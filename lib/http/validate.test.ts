import * as z from 'zod'
import { expect, test } from 'vitest'
import { DomainError } from '@/lib/errors'
import { validate, validateQuery } from './validate'

const errorsOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError) return error.errors
    throw error
  }
  return []
}

test('what was left out is required, whatever it would have been', () => {
  const schema = z.object({ type: z.literal('webhook'), step: z.enum(['a', 'b']), name: z.string(), list: z.array(z.string()) })
  expect(errorsOf(() => validate(schema, {}))).toEqual(
    ['type', 'step', 'name', 'list'].map((name) => ({ pointer: `/${name}`, code: 'required', message: 'Is required' })))
  expect(errorsOf(() => validate(schema, { type: 'x', step: null, name: 'n', list: [] })).map(({ pointer, code }) => [pointer, code])).toEqual(
    [['/type', 'invalid_value'], ['/step', 'invalid_value']])
})

test('a query parameter that may be repeated names what it may be', () => {
  const status = z.enum(['failed', 'succeeded'])
  const schema = z.object({ status: z.union([status, z.array(status)]).optional() })
  for (const search of ['status=x', 'status=failed&status=x', 'status=']) {
    const [error, ...more] = errorsOf(() => validateQuery(schema, new URLSearchParams(search)))
    expect(error, search).toMatchObject({ pointer: '?status', message: expect.stringContaining('"failed"|"succeeded"') })
    expect(more).toEqual([])
  }
})

test('a number that would come back as another one is refused where it stands, but for what is kept as text', () => {
  const schema = z.object({ breach: z.record(z.string(), z.unknown()), context: z.unknown().optional() })
  const parse = (text: string) => validate(schema, JSON.parse(text), ['context'])
  for (const number of ['9007199254740993', '-12345678901234567890', '1e400', '1e300']) {
    expect(errorsOf(() => parse(`{"breach":{"ids":[1,${number}]}}`)), number).toMatchObject([{ pointer: '/breach/ids/1', code: 'invalid' }])
    expect(errorsOf(() => parse(`{"breach":{},"context":{"id":${number}}}`)), number).toEqual([])
  }
  for (const number of ['9007199254740991', '-9007199254740991', '0.1', '500.12345678901234567890', '1e-400', '-0']) {
    expect(errorsOf(() => parse(`{"breach":{"n":${number}}}`)), number).toEqual([])
  }
})
