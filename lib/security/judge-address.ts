import type ipaddr from 'ipaddr.js'
import type { AllowedRange, DestinationPolicy, OwnInbox } from '@/lib/security/destination-policy'
import { embeddedIpv4 } from '@/lib/security/embedded-ipv4'
import { parseAddress, unmapAddress, type Address } from '@/lib/security/parse-address'

/** `inRange`: allowed because of `allowedPrivate`, which is also where plain http is allowed. */
export type AddressVerdict = { ok: true; inRange: boolean } | { ok: false; reason: string }

type Network = readonly [address: string, prefix: number]

// Instance metadata and platform services: they hand out credentials, so no setting opens them.
// AWS/GCP/Azure/DO/OCI .169.254, ECS and EKS .170.x, Tencent .0.23, Scaleway .42.42, Azure wire server, Alibaba, OCI; IPv6 of AWS,
// GCP, Scaleway, OCI, OpenStack.
const METADATA: readonly Network[] = [
  ['169.254.169.0', 24],
  ['169.254.170.0', 24],
  ['169.254.0.23', 32],
  ['169.254.42.42', 32],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['fd00:ec2::', 32],
  ['fd20:ce::', 32],
  ['fd00:42::42', 128],
  ['fd00:c1::a9fe:a9fe', 128],
  ['fe80::a9fe:a9fe', 128],
]

// Special blocks of the IANA registries inside what would otherwise be public. ipaddr.js knows most of them;
// they stand here so that an update of it cannot open one.
const SPECIAL_IPV4: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const GLOBAL_UNICAST: Network = ['2000::', 3]
const SPECIAL_IPV6: readonly Network[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]

const parsed = (networks: readonly Network[]) =>
  networks.flatMap(([text, prefix]): [Address, number][] => {
    const address = parseAddress(text)
    return address ? [[address, prefix]] : []
  })
const metadata = parsed(METADATA)
const specialIpv4 = parsed(SPECIAL_IPV4)
const specialIpv6 = parsed(SPECIAL_IPV6)
const globalUnicast = parsed([GLOBAL_UNICAST])

/**
 * May this address be dialled at this port? IPv4 is a deny list of special blocks, IPv6 an allow-list (2000::/3 minus
 * special blocks); IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) is unwrapped and judged. `allowedPrivate` opens
 * ranges, but never cloud metadata and never our own listening address.
 */
export function judgeAddress(ip: string, port: number, policy: DestinationPolicy): AddressVerdict {
  const written = parseAddress(ip)
  if (!written) return refuse(ip, 'is not a plain IP address')
  const address = unmapAddress(written)
  if (policy.ownInbox && isOwn(address, port, policy.ownInbox)) return refuse(ip, 'is this service itself')
  const embedded = 'parts' in address ? embeddedIpv4(address) : null
  if ([address, ...(embedded?.addresses ?? [])].some((one) => isWithin(one, metadata))) {
    return refuse(ip, 'is a cloud metadata address')
  }
  if (policy.allowedPrivate.some((range) => opens(range, address, port))) return { ok: true, inRange: true }
  if (embedded?.routable) return judgeAll(embedded.addresses, ip, port, policy)
  return isPublic(address) ? { ok: true, inRange: false } : refuse(ip, 'is a private or reserved address')
}

function judgeAll(all: readonly ipaddr.IPv4[], ip: string, port: number, policy: DestinationPolicy): AddressVerdict {
  const verdicts = all.map((one) => judgeAddress(one.toString(), port, policy))
  if (verdicts.some((verdict) => !verdict.ok)) return refuse(ip, 'leads to a private or reserved address')
  return { ok: true, inRange: verdicts.every((verdict) => verdict.ok && verdict.inRange) }
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  if (!('parts' in address)) return !isWithin(address, specialIpv4)
  return isWithin(address, globalUnicast) && !isWithin(address, specialIpv6)
}

function isWithin(address: Address, networks: readonly [Address, number][]): boolean {
  return networks.some(([network, prefix]) => network.kind() === address.kind() && address.match(network, prefix))
}

function opens(range: AllowedRange, address: Address, port: number): boolean {
  return (range.port === null || range.port === port) && isWithin(address, [[range.network, range.prefix]])
}

function isOwn(address: Address, port: number, own: OwnInbox): boolean {
  if (port !== own.port && !own.otherPorts?.includes(port)) return false
  const range = address.range()
  if (range === 'loopback' || range === 'unspecified') return true
  return [own.host, ...(own.interfaces ?? [])].some((mine) => isSame(mine, address))
}

function isSame(text: string, address: Address): boolean {
  const mine = parseAddress(text)
  return mine !== null && unmapAddress(mine).toString() === address.toString()
}

function refuse(ip: string, why: string): AddressVerdict {
  return { ok: false, reason: `${ip} ${why}` }
}
