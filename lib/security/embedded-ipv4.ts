import ipaddr from 'ipaddr.js'

/** IPv4 addresses inside an IPv6 address; `routable`: a translator may carry it there, so those addresses decide. */
export type EmbeddedIpv4 = { addresses: ipaddr.IPv4[]; routable: boolean }

/**
 * Unwraps the IPv4 addresses of transition mechanisms: NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380:
 * server, and client in ones' complement), IPv4-compatible and IPv4-translated (both obsolete, never routable).
 * Null when there is none. IPv4-mapped addresses are IPv4 already when they come here.
 */
export function embeddedIpv4(address: ipaddr.IPv6): EmbeddedIpv4 | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = address.parts
  const low = toIpv4(g, h)
  if (a === 0x2002) return { addresses: [toIpv4(b, c)], routable: true }
  if (a === 0x2001 && b === 0) return { addresses: [toIpv4(c, d), toIpv4(g ^ 0xffff, h ^ 0xffff)], routable: true }
  const middleIsZero = d === 0 && e === 0 && f === 0
  if (a === 0x64 && b === 0xff9b && c === 0 && middleIsZero) return { addresses: [low], routable: true }
  // A local NAT64 may place the address at /48, /56 or /64 as well. With zeros there, only the low bits can carry one.
  if (a === 0x64 && b === 0xff9b && c === 1) return { addresses: [low], routable: middleIsZero }
  if (a === 0 && b === 0 && c === 0 && d === 0 && f === 0 && (e === 0 || e === 0xffff)) {
    return { addresses: [low], routable: false }
  }
  return null
}

function toIpv4(high: number, low: number): ipaddr.IPv4 {
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff])
}
