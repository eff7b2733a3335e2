import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeAddress } from '@/lib/security/judge-address'
import { policyWith } from '@/lib/security/testing/policy-with'

const strict = policyWith('')
const isOk = (ip: string, policy = strict, port = 443) => judgeAddress(ip, port, policy).ok

describe('IPv4', () => {
  it.each([
    ['0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
    ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
    ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
    ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
    ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
    ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
    ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
    ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
    ['192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
    ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
    ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
    ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
    ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
    ['224.0.0.0', '255.255.255.255', '223.255.255.255', null],
    ['168.63.129.16', '168.63.129.16', '168.63.129.15', '168.63.129.17'],
  ])('refuses %s to %s and nothing beside it', (first, last, before, after) => {
    expect([first, last].map((ip) => isOk(ip))).toEqual([false, false])
    expect([before, after].filter((ip) => ip !== null).map((ip) => isOk(ip))).not.toContain(false)
  })

  it.each(['127.1', '0x7f.0.0.1', '2130706433', '010.0.0.1', '', '1.2.3.4.5', '1.2.3.4:80', 'example.com'])(
    'refuses "%s": not in canonical form',
    (ip) => {
      expect(isOk(ip)).toBe(false)
    },
  )
})

describe('IPv6', () => {
  it.each([
    '::',
    '::1',
    '::2',
    '::7f00:1',
    '::8.8.8.8',
    '::ffff:0:8.8.8.8',
    '100::1',
    '100:0:0:1::1',
    '1fff::1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'ff0e::1',
    '2001:db8::1',
    '2001:2::1',
    '2001:10::1',
    '2001:20::1',
    '2001:30::1',
    '2001:1ff::1',
    '2620:4f:8000::1',
    '3fff::1',
    '3fff:fff::1',
  ])('refuses %s', (ip) => {
    expect(isOk(ip)).toBe(false)
  })

  it.each([
    '2001:4860:4860::8888',
    '2606:4700:4700::1111',
    '2001:200::1',
    '2a00::1',
    '2003::1',
    '3fff:1000::1',
    '2620:4f:8001::1',
  ])('takes %s', (ip) => {
    expect(isOk(ip)).toBe(true)
  })

  it.each([
    ['mapped', '::ffff:10.0.0.1', '::ffff:8.8.8.8'],
    ['mapped in hex', '::ffff:7f00:1', '::ffff:808:808'],
    ['NAT64', '64:ff9b::10.0.0.1', '64:ff9b::8.8.8.8'],
    ['local NAT64', '64:ff9b:1::a00:1', '64:ff9b:1::808:808'],
    ['6to4', '2002:a00:1::1', '2002:808:808::1'],
    ['Teredo client', '2001:0:808:808::f5ff:fffe', '2001:0:808:808::f7f7:f7f7'],
    ['Teredo server', '2001:0:a00:1::f7f7:f7f7', '2001:0:808:808::f7f7:f7f7'],
  ])('judges the IPv4 address inside %s', (_, inner, outer) => {
    expect(isOk(inner)).toBe(false)
    expect(isOk(outer)).toBe(true)
  })

  it('refuses a local NAT64 address that may hold another address further up', () => {
    expect(isOk('64:ff9b:1:a00:0:100:808:808')).toBe(false)
  })
})

describe('allowed private ranges', () => {
  it('open what they cover and mark it, and public addresses stay public', () => {
    const policy = policyWith('10.0.0.0/8,fd00::/8')
    expect(judgeAddress('10.1.2.3', 80, policy)).toEqual({ ok: true, inRange: true })
    expect(judgeAddress('fd12::1', 80, policy)).toEqual({ ok: true, inRange: true })
    expect(judgeAddress('8.8.8.8', 80, policy)).toEqual({ ok: true, inRange: false })
    expect(judgeAddress('192.168.0.1', 80, policy).ok).toBe(false)
  })

  it('hold for the port they name', () => {
    const policy = policyWith('127.0.0.0/8:4000,[::1]/128:9000')
    expect([isOk('127.9.9.9', policy, 4000), isOk('127.9.9.9', policy, 4001)]).toEqual([true, false])
    expect([isOk('::1', policy, 9000), isOk('::1', policy, 4000)]).toEqual([true, false])
  })

  it('hold for the IPv4 address inside an IPv6 one', () => {
    const policy = policyWith('10.0.0.0/8')
    expect(['::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::1'].map((ip) => isOk(ip, policy))).toEqual([
      true,
      true,
      true,
    ])
  })

  it('are not opened by an obsolete IPv4-compatible spelling, which the kernel would dial as IPv6', () => {
    expect(isOk('::127.0.0.1', policyWith('127.0.0.0/8'))).toBe(false)
  })

  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd20:ce::254',
    '::ffff:169.254.169.254',
    '::169.254.169.254',
    '::ffff:0:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '2001:0:808:808::5601:5601',
  ])('never open %s', (ip) => {
    expect(isOk(ip, policyWith('0.0.0.0/0,::/0'))).toBe(false)
  })
})

describe('our own listening address', () => {
  const own = (host: string, interfaces?: string[]) =>
    policyWith('0.0.0.0/0,::/0', { ownInbox: { appUrl: 'https://x.example.com', host, port: 3000, interfaces } })

  it('is refused on its port, although in range', () => {
    const policy = own('10.0.0.5')
    expect(
      ['10.0.0.5', '127.0.0.1', '::1', '0.0.0.0', '::ffff:10.0.0.5'].map((ip) => isOk(ip, policy, 3000)),
    ).not.toContain(true)
    expect(['10.0.0.5', '127.0.0.1'].map((ip) => isOk(ip, policy, 3001))).toEqual([true, true])
    expect(isOk('10.0.0.6', policy, 3000)).toBe(true)
  })

  it('covers every interface when it listens on all', () => {
    expect(isOk('192.168.7.7', own('0.0.0.0', ['192.168.7.7', 'fe80::1']), 3000)).toBe(false)
  })
})

it('judges a mapped address exactly as the IPv4 address', () => {
  const policy = policyWith('10.0.0.0/9')
  fc.assert(
    fc.property(fc.ipV4(), (ip) => {
      expect(isOk(`::ffff:${ip}`, policy)).toBe(isOk(ip, policy))
    }),
  )
})

it('never throws, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.ipV6(), fc.ipV4Extended()),
      (ip) => typeof judgeAddress(ip, 443, strict).ok === 'boolean',
    ),
  )
})
