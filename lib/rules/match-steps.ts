import type { FieldError } from '@/lib/contracts/problem'

interface Given {
  id?: string | undefined
  url: string
}
interface Former {
  id: string
  url: string
}

/**
 * Which of the steps that a rule has each given one is: by its id, else the first of the others with the same URL, else
 * the one at its place. Whether its secrets may be kept is judged apart from that. Pure.
 */
export function matchSteps<F extends Former>(given: readonly Given[], former: readonly F[]): { rows: Array<F | null>; errors: FieldError[] } {
  const free = new Set(former)
  const rows: Array<F | null> = given.map(() => null)
  const errors: FieldError[] = []
  const take = (index: number, row: F | undefined): void => {
    if (!row || !free.delete(row)) return
    rows[index] = row
  }
  for (const [index, { id }] of given.entries()) {
    if (id === undefined) continue
    take(index, former.find((row) => row.id === id))
    if (rows[index] === null) errors.push({ pointer: `/steps/${index}/id`, code: 'not_found', message: 'This rule has no such step, or it is given twice' })
  }
  const others = [...given.entries()].filter(([, { id }]) => id === undefined)
  for (const [index, { url }] of others) take(index, former.find((row) => free.has(row) && row.url === url))
  for (const [index] of others) if (rows[index] === null) take(index, former[index])
  return { rows, errors }
}
