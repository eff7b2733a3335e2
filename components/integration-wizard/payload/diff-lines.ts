export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** More lines than this are not compared one by one: all of them count as changed. */
const MAX_CELLS = 4_000_000

/** What changed from one text to another, line by line, by their longest common subsequence. Pure. */
export function diffLines(before: string, after: string): DiffLine[] {
  const from = before.split('\n')
  const to = after.split('\n')
  let start = 0
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1
  let end = 0
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end += 1
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'same', text }))
  return [
    ...same(from.slice(0, start)),
    ...diffMiddle(from.slice(start, from.length - end), to.slice(start, to.length - end)),
    ...same(from.slice(from.length - end)),
  ]
}

function diffMiddle(from: readonly string[], to: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = []
  const lengths = from.length * to.length > MAX_CELLS ? null : commonLengths(from, to)
  let i = 0
  let j = 0
  while (lengths !== null && i < from.length && j < to.length) {
    if (from[i] === to[j]) {
      lines.push({ kind: 'same', text: from[i] ?? '' })
      i += 1
      j += 1
    } else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) {
      lines.push({ kind: 'removed', text: from[i] ?? '' })
      i += 1
    } else {
      lines.push({ kind: 'added', text: to[j] ?? '' })
      j += 1
    }
  }
  for (const text of from.slice(i)) lines.push({ kind: 'removed', text })
  for (const text of to.slice(j)) lines.push({ kind: 'added', text })
  return lines
}

/** `[i][j]`: how many lines the rests from i and from j have in common, in order. */
function commonLengths(from: readonly string[], to: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1))
  for (let i = from.length - 1; i >= 0; i -= 1) {
    const row = rows[i]
    const below = rows[i + 1]
    if (row === undefined || below === undefined) continue
    for (let j = to.length - 1; j >= 0; j -= 1) {
      row[j] = from[i] === to[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return rows
}
