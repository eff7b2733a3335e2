import { expect, test } from 'vitest'
import { safeNextPath } from './safe-next-path'

test('a path of our own is kept with its query', () => {
  expect(safeNextPath('/deliveries?status=failed')).toBe('/deliveries?status=failed')
})

test.each(['//evil.example', '/\\evil.example', '/\t/evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined, ['/a'], '/..//evil.example', '/.//evil.example', '/\\\\evil.example', '/\n/evil.example', '/%2e%2e//evil.example', 'http:evil.example', ' //evil.example', '/\\/evil.example'])(
  'nothing leads to another site: %j', (next) => expect(safeNextPath(next)).toBe('/'),
)

test('signing in does not lead back to signing in', () => {
  for (const next of ['/sign-in?next=/', '/sign-in', '/./sign-in', '/sign-in#x', '/api/v1/events', '/v1/events']) expect(safeNextPath(next)).toBe('/')
})

test('what only looks like another site stays a path of our own', () => {
  for (const next of ['/%2f%2fevil.example', '/%5Cevil.example', '/a?next=//evil.example', '/evil.example', '/@evil.example']) {
    expect(new URL(safeNextPath(next), 'https://hooks.example.com').host).toBe('hooks.example.com')
    expect(safeNextPath(next)).toBe(next)
  }
})
