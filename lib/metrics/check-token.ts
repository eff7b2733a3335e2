import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether an Authorization header carries the token, compared in constant time. */
export function checkToken(header: string | null, token: string): boolean {
  const given = /^bearer +(.+)$/i.exec(header?.trim() ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(token))
}
