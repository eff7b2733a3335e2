import { expect, test } from 'vitest'
import { refusalOf } from './refusal-of'

test.each(['/', '/api/v1/events?limit=1', '//api/v1/events', '/%25', '/?q=%ff', '/a\\b', '/%2e/x', '/integrations;x'])('%s is a path, whatever is there', (target) =>
  expect(refusalOf('GET', target)).toBeNull())

test.each(['*', '', 'x', 'http://evil.example/api/v1/events', 'evil.example:443', '//', '///', '//[', '//a:b:c/', '/%', '/api/v1/events/%ff', '/integrations/%E0%A4?x=1'])('%s is none', (target) =>
  expect(refusalOf('GET', target)).toBe(400))

test.each(['TRACE', 'CONNECT', 'PROPFIND', 'get', ''])('nobody handles %s', (method) => expect(refusalOf(method, '/')).toBe(405))

test('the answer stays the same after thousands of others', () => {
  for (let i = 0; i < 20_000; i++) refusalOf('GET', i % 2 ? '//' : `//a${i}/%20`)
  expect([refusalOf('GET', '//a/%20'), refusalOf('GET', '//')]).toEqual([null, 400])
})
