import { expect, test } from 'vitest'
import { toStoredJson } from '@/inngest/embedded/stored-json'

test('only what Postgres refuses is replaced, in values and in names', () => {
  expect(toStoredJson({ 'a\0': ['x\0y', 'z\ud800', '\ud83d\ude00'] })).toBe('{"a\ufffd":["x\ufffdy","z\ufffd","\ud83d\ude00"]}')
})

test('everything else is written as JSON.stringify does', () => {
  const value = { text: 'back\\u0000slash é', date: new Date(0), list: [1, null, true, undefined], none: undefined }
  expect(toStoredJson(value)).toBe(JSON.stringify(value))
  expect(toStoredJson({ ...value, odd: '\0' })).toBe(JSON.stringify({ ...value, odd: '\ufffd' }))
})
