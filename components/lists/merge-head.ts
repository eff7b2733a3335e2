interface Row {
  id: string
}

export interface MergedList<T> {
  rows: T[]
  /** How many rows the server has that are not shown yet. */
  fresh: number
  /** Rows that left the filter since they were loaded. */
  gone: ReadonlySet<string>
}

/**
 * Brings the rows that are shown up to date with a newer first page (`head`), without moving any: what is in both is
 * renewed in place, what is only in the head is counted. Ids sort by time. An empty list has nothing that could move,
 * so it takes the head as it is.
 */
export function mergeHead<T extends Row>(rows: readonly T[], head: readonly T[] | undefined, headIsWhole: boolean): MergedList<T> {
  if (!head) return { rows: [...rows], fresh: 0, gone: new Set() }
  if (rows.length === 0) return { rows: [...head], fresh: 0, gone: new Set() }
  const newer = new Map(head.map((row) => [row.id, row]))
  const shown = new Set(rows.map((row) => row.id))
  const oldest = rows.at(-1)?.id ?? ''
  // A search may stop before it has found anything: such a head says nothing about any row.
  const covered = headIsWhole ? '' : head.at(-1)?.id
  return {
    rows: rows.map((row) => newer.get(row.id) ?? row),
    // Older than all that is shown: not new, only not loaded yet.
    fresh: head.filter((row) => !shown.has(row.id) && row.id > oldest).length,
    gone: new Set(rows.filter((row) => covered !== undefined && row.id >= covered && !newer.has(row.id)).map((row) => row.id)),
  }
}
