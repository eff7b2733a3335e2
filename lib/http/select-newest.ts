import type { Conditions } from './conditions'

/** One condition with several values, of which any will do. Each value has an index that is in the order of the list. */
export interface Either {
  condition: string // `$` stands for the value
  values: readonly unknown[] // at least one
}

interface Newest {
  columns: string
  from: string
  /** The column that gives the order. */
  id: string
  where: Conditions
  either?: Either | null | undefined
  limit: number
}

/**
 * The statement that reads the newest rows. Several values of one condition are read each in the order of its index and
 * then merged; as one condition all rows that have any of them would be sorted for each page.
 */
export function selectNewest({ columns, from, id, where, either, limit }: Newest): string {
  const select = (more: string) => `SELECT ${columns} FROM ${from} WHERE ${where.text}${more} ORDER BY ${id} DESC LIMIT ${limit}`
  if (!either) return select('')
  const branches = either.values.map((value) => `(${select(` AND ${where.fill(either.condition, value)}`)})`)
  return `SELECT * FROM (${branches.join(' UNION ALL ')}) merged ORDER BY id DESC LIMIT ${limit}`
}

/** The statement that finds the id of the last of so many newest rows; it finds none when there are fewer. */
export const selectEnd = (newest: Omit<Newest, 'columns' | 'limit'>, rows: number): string =>
  `SELECT id FROM (${selectNewest({ ...newest, columns: newest.id, limit: rows })}) stretch ORDER BY id DESC OFFSET ${rows - 1} LIMIT 1`
