import { expect, test } from 'vitest'
import { readContext } from './trial-event'

test('a context is an object; what is wrong with another is said', () => {
  expect(readContext('{"a": 1}')).toEqual({ ok: true, context: { a: 1 } })
  for (const text of ['[]', '1', 'null', '"x"']) expect(readContext(text)).toMatchObject({ ok: false, message: expect.stringContaining('object') as string })
  expect(readContext('{a}')).toMatchObject({ ok: false, message: 'This is not valid JSON.' })
})
