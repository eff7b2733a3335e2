import { expect, it } from 'vitest'
import { leadsElsewhere } from './leads-elsewhere'

const from = 'https://bücher.example:8443/hook?x=1'
const own = 'https://hooks.example.com'

it.each([
  ['another path and query', 'https://bücher.example:8443/other?y=2'],
  ['punycode', 'https://xn--bcher-kva.example:8443/hook'],
  ['capitals', 'HTTPS://BÜCHER.EXAMPLE:8443/hook'],
  ['a root dot', 'https://bücher.example.:8443/hook'],
  ['a padded port', 'https://bücher.example:08443/hook'],
  ['full-width dots', 'https://bücher．example:8443/hook'],
])('is the same place with %s', (_, after) => {
  expect(leadsElsewhere(from, after, own)).toBe(false)
})

it.each([
  ['another scheme', 'http://bücher.example:8443/hook'],
  ['the default port', 'https://bücher.example/hook'],
  ['a subdomain', 'https://a.bücher.example:8443/hook'],
  ['the name as user info', 'https://bücher.example:8443@evil.example.net/'],
  ['the name as a prefix', 'https://bücher.example.evil.example.net:8443/'],
  ['a look-alike', 'https://bucher.example:8443/hook'],
  ['no URL', 'bücher.example:8443/hook'],
  ['nothing', ''],
])('is elsewhere with %s', (_, after) => {
  expect(leadsElsewhere(from, after, own)).toBe(true)
})

it('is the default port, written or not', () => {
  expect(leadsElsewhere('https://example.com/a', 'https://example.com:443/b', own)).toBe(false)
})

it('takes each token of the own inbox for a place of its own', () => {
  expect(leadsElsewhere(`${own}/inbox/a?x=1`, `${own}/inbox/a`, own)).toBe(false)
  expect(leadsElsewhere(`${own}/inbox/a`, `${own}/inbox/b`, own)).toBe(true)
})
