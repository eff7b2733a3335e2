import type { IncomingMessage } from 'node:http'

type Headers = IncomingMessage['headers']

/** What is known of a request at the socket, before any header is believed. */
export type SocketFacts = { remoteAddress: string; encrypted: boolean }

// Other spellings of the same claims, which a library might believe.
const CLAIMS = ['forwarded', 'x-real-ip', 'x-client-ip', 'x-forwarded-port', 'true-client-ip', 'cf-connecting-ip', 'x-forwarded-server']

/**
 * The forwarding headers as they may be believed: a client can write anything into them, so only what the nearest
 * `trustedProxies` proxies appended counts, and without proxies only the socket. `undefined` stands for a removed header.
 */
export function forwardHeaders(headers: Headers, socket: SocketFacts, trustedProxies: number): Headers {
  const direct = { protocol: socket.encrypted ? 'https' : 'http', host: headers.host }
  const hops = [...listOf(headers['x-forwarded-for']), socket.remoteAddress].map(plainAddress)
  const client = hops[Math.max(0, hops.length - 1 - trustedProxies)]
  const behindProxy = trustedProxies > 0
  return {
    ...Object.fromEntries(CLAIMS.map((name) => [name, undefined])),
    'x-forwarded-for': client,
    'x-forwarded-proto': (behindProxy && nearest(headers['x-forwarded-proto'], trustedProxies)) || direct.protocol,
    'x-forwarded-host': (behindProxy && nearest(headers['x-forwarded-host'], trustedProxies)) || direct.host,
  }
}

function listOf(value: string | string[] | undefined): string[] {
  return String(value ?? '').split(',').map((part) => part.trim()).filter(Boolean)
}

// Proxies either replace these two or append to them: the entry of the outermost trusted proxy is the last but `count`.
function nearest(value: string | string[] | undefined, count: number): string | undefined {
  const list = listOf(value)
  return list[Math.max(0, list.length - count)]
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
