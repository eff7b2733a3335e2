import type { AllowedRange } from '@/lib/security/destination-policy'
import { parseAddress, unmapAddress, type Address } from '@/lib/security/parse-address'

export type ParsedRanges = { ok: true; ranges: AllowedRange[] } | { ok: false; message: string }

// 10.0.0.0/8  127.0.0.1:4000  127.0.0.0/8:4000  ::1  fd00::/8  fd00::/8:443  [::1]:9000  [::1]/128:9000  [::1/128]:9000
const IPV4_ENTRY = /^(?<address>[\d.]+)(?:\/(?<prefix>\d{1,3}))?(?::(?<port>\d{1,5}))?$/
const IPV6_BARE = /^(?<address>[\da-f:.]+)(?:\/(?<prefix>\d{1,3})(?::(?<port>\d{1,5}))?)?$/i
const IPV6_BRACKETS =
  /^\[(?<address>[\da-f:.]+)(?:\/(?<inner>\d{1,3}))?\](?:\/(?<prefix>\d{1,3}))?(?::(?<port>\d{1,5}))?$/i

/**
 * Parses `ALLOWED_PRIVATE_DESTINATIONS`: CIDRs, comma-separated, each with an optional `:port`
 * (IPv6 may stand in brackets). An address without a prefix means that address alone.
 * Empty text gives no ranges; the message of a failure names the entry.
 */
export function parseAllowedRanges(text: string): ParsedRanges {
  const ranges: AllowedRange[] = []
  for (const entry of text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const range = parseEntry(entry)
    if (typeof range === 'string') return { ok: false, message: `"${entry}" is not an allowed range: ${range}` }
    ranges.push(range)
  }
  return { ok: true, ranges }
}

function parseEntry(entry: string): AllowedRange | string {
  const groups = (IPV4_ENTRY.exec(entry) ?? IPV6_BRACKETS.exec(entry) ?? IPV6_BARE.exec(entry))?.groups
  const address = parseAddress(groups?.address ?? '')
  if (!groups || !address) return 'expected an address or CIDR such as 10.0.0.0/8, optionally with :port'
  if (groups.inner !== undefined && groups.prefix !== undefined) return 'the prefix is given twice'
  const widest = address.kind() === 'ipv4' ? 32 : 128
  const prefix = Number(groups.inner ?? groups.prefix ?? widest)
  if (prefix > widest) return `the prefix must be 0 to ${widest}`
  const port = groups.port === undefined ? null : Number(groups.port)
  if (port !== null && (port < 1 || port > 65_535)) return 'the port must be 1 to 65535'
  return { entry, ...unmapped(address, prefix), port }
}

// Addresses are unwrapped before they are compared, so a mapped range must be held as IPv4 too.
function unmapped(network: Address, prefix: number): Pick<AllowedRange, 'network' | 'prefix'> {
  const plain = prefix >= 96 ? unmapAddress(network) : network
  return { network: plain, prefix: plain === network ? prefix : prefix - 96 }
}
