import { expect, test } from 'vitest'
import { safeNextPath } from './safe-next-path'

test('a path of our own is kept with its query', () => {
  expect(safeNextPath('/deliveries?status=failed')).toBe('/deliveries?status=failed')
})

test.each(['//evil.example', '/\\evil.example', '/\t/evil.example', 'https://evil.example', 'javascript:alert(1)', '', undefined, ['/a']])(
  'nothing leads to another site: %j', (next) => expect(safeNextPath(next)).toBe('/'),
)

test('signing in does not lead back to signing in', () => {
  expect(safeNextPath('/sign-in?next=/')).toBe('/')
})
