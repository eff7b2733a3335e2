import type { Page } from '@/lib/contracts/paging'
import { toPage, writeCursor } from './cursor'

/** How far a search looks for one page: stretches of so many rows until the time is over. */
export interface Patience {
  rows: number
  ms: number
}
export const PATIENCE: Patience = { rows: 2_000, ms: 60 }

/** Rows older than `before`, down to `from` and with it. */
export interface Stretch {
  before: string | undefined
  from?: string | undefined
}

interface Search<T> {
  limit: number
  /** Only older ones: where the former page ended. */
  before: string | undefined
  /** The id at which a stretch of so many rows ends, by what an index knows of the filter; undefined when there are fewer. */
  findEnd: (before: string | undefined, rows: number) => Promise<string | undefined>
  /** The newest rows of a stretch that pass the whole filter. */
  read: (stretch: Stretch, most: number) => Promise<T[]>
}

/**
 * A page of a search for what no index knows, newest first: it may hold fewer than `limit` although there are more. Its
 * cursor goes on from where the search stopped, so that no request reads all of a long history (decision 013).
 */
export async function searchStretches<T extends { id: string }>({ limit, findEnd, read, ...search }: Search<T>, patience: Patience): Promise<Page<T>> {
  const started = performance.now()
  const rows: T[] = []
  for (let { before } = search; ;) {
    const from = await findEnd(before, patience.rows)
    rows.push(...(await read({ before, from }, limit + 1 - rows.length)))
    if (rows.length > limit || from === undefined) return toPage(rows, limit)
    if (performance.now() - started >= patience.ms) return { data: rows, page: { nextCursor: writeCursor(from) } }
    before = from
  }
}
