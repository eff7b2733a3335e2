import { hash, randomBytes } from 'node:crypto'

export const hashToken = (token: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hash('sha256', token, 'buffer'))

/** A token for a link: 256 random bits, of which only the hash is kept. */
export function newToken(): { token: string; tokenHash: Uint8Array<ArrayBuffer> } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}
