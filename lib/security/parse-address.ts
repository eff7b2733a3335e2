import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * Parses an IP address in the strict forms that sockets take (no short, octal or hex IPv4, no zone); null for the rest.
 * The kernel's reading decides: ipaddr.js takes `::127.0.0.1` for the mapped address, so `URL` spells it out first.
 */
export function parseAddress(text: string): Address | null {
  const family = isIP(text)
  if (family === 0 || text.includes('%')) return null
  return ipaddr.parse(family === 4 ? text : new URL(`http://[${text}]`).hostname.slice(1, -1))
}

/** The IPv4 address that the kernel dials for an IPv4-mapped one; others as they are. */
export function unmapAddress(address: Address): Address {
  return 'parts' in address && address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}
