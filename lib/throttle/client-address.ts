import ipaddr from 'ipaddr.js'

type ReadHeaders = Pick<Headers, 'get'>

/** Where a request comes from. Our own server has overwritten the header, so that a client's claim does not count. */
export const clientAddress = (headers: ReadHeaders): string | null => headers.get('x-forwarded-for')?.trim() || null

/** What counts as one place: an IPv4 address, or the /64 of an IPv6 address, which is what one line is given. */
export function addressGroup(headers: ReadHeaders): string {
  const address = clientAddress(headers) ?? ''
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${parsed.toByteArray().slice(0, 8).map((byte) => byte.toString(16).padStart(2, '0')).join('')}/64`
}
