import type { Page } from '@/lib/contracts/paging'
import { invalid } from '@/lib/errors'

/** The id after which the page starts; a cursor that we did not make is 422. */
export function readCursor(cursor: string | undefined, isOurs: (id: string) => boolean): string | undefined {
  if (cursor === undefined) return undefined
  const id = Buffer.from(cursor, 'base64url').toString()
  if (isOurs(id)) return id
  throw invalid([{ pointer: '?cursor', code: 'invalid', message: 'Is not a cursor of this list' }])
}

/** The cursor of the page that starts after this id. */
export const writeCursor = (id: string): string => Buffer.from(id).toString('base64url')

/** A page from `limit + 1` rows, newest first: the extra row only tells that there is more. */
export function toPage<T extends { id: string }>(rows: T[], limit: number): Page<T> {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  const more = rows.length > limit && last !== undefined
  return { data, page: { nextCursor: more ? writeCursor(last.id) : null } }
}
