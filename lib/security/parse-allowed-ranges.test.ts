import { describe, expect, it } from 'vitest'
import { parseAllowedRanges } from '@/lib/security/parse-allowed-ranges'

const summary = (text: string) => {
  const parsed = parseAllowedRanges(text)
  return parsed.ok ? parsed.ranges.map(({ network, prefix, port }) => `${network}/${prefix} ${port}`) : parsed.message
}

it('reads CIDRs with and without a port, in both families', () => {
  expect(summary('127.0.0.0/8:4000, 10.0.0.0/8,[::1]/128:9000')).toEqual([
    '127.0.0.0/8 4000',
    '10.0.0.0/8 null',
    '::1/128 9000',
  ])
  expect(summary('fd00::/8,fd00::/8:443,[fd00::/8]:443,[fd00::]/8')).toEqual([
    'fd00::/8 null',
    'fd00::/8 443',
    'fd00::/8 443',
    'fd00::/8 null',
  ])
})

it('takes an address alone as just that address', () => {
  expect(summary('10.0.0.5,10.0.0.5:80,::1,[::1]:80')).toEqual([
    '10.0.0.5/32 null',
    '10.0.0.5/32 80',
    '::1/128 null',
    '::1/128 80',
  ])
})

it('holds a mapped range as the IPv4 range it is', () => {
  expect(summary('::ffff:127.0.0.0/104')).toEqual(['127.0.0.0/8 null'])
})

it('gives no ranges for empty text and forgives a trailing comma', () => {
  expect(summary('')).toEqual([])
  expect(summary('10.0.0.0/8,')).toHaveLength(1)
})

describe('refuses and names', () => {
  it.each([
    'localhost',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/8:0',
    '10.0.0.0/8:65536',
    '10.0.0.0/8:http',
    '::1/129',
    '[::1/128]/128',
    '0x7f.0.0.1/8',
    '010.0.0.0/8',
    '1.2.3.4/-1',
    '[::1',
    'fe80::1%eth0/64',
    '10.0.0.0/8 :80',
  ])('%s', (entry) => {
    expect(summary(`10.0.0.0/8,${entry}`)).toContain(`"${entry}"`)
  })
})
