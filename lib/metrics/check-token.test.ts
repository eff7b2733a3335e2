import { expect, it } from 'vitest'
import { checkToken } from './check-token'

it.each([
  ['Bearer secret-token', true], ['bearer  secret-token', true], ['Bearer secret-toke', false], ['Bearer secret-tokens', false],
  ['secret-token', false], ['Basic secret-token', false], ['Bearer ', false], ['', false], [null, false],
])('takes the token as Bearer only: %s', (header, right) => {
  expect(checkToken(header, 'secret-token')).toBe(right)
})
