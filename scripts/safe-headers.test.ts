import { expect, test } from 'vitest'
import { safeHeaders } from './safe-headers'

test('what is not a page may do nothing in a browser', () => {
  expect(safeHeaders('/api/v1/events', false)).toMatchObject({
    'content-security-policy': expect.stringContaining(`default-src 'none'`), 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
  })
})

test('a worker is not bound by a policy of its own', () => {
  expect(safeHeaders('/_next/static/media/worker.js', false)).not.toHaveProperty('content-security-policy')
})

test('https is demanded from then on only where the address is https', () => {
  expect(safeHeaders('/', true)).toHaveProperty('strict-transport-security')
  expect(safeHeaders('/', false)).not.toHaveProperty('strict-transport-security')
})
