import type { FieldError } from '@/lib/contracts/problem'
import type { Condition } from '@/lib/contracts/scorecard'
import { pool } from '@/lib/db'

/** Conditions, and the pointer to their list. */
interface Place {
  base: string
  conditions: readonly Condition[]
}

/** What is wrong with conditions that name a portfolio which the workspace does not have: nothing would ever meet them. */
export async function checkPortfolios(workspaceId: string, places: readonly Place[]): Promise<FieldError[]> {
  const named = places.flatMap(({ base, conditions }) => conditions.flatMap(({ field, value }, index) =>
    field === 'portfolio' ? [{ pointer: `${base}/${index}/value`, id: value.toLowerCase() }] : [])) // as conditions compare
  if (named.length === 0) return []
  const { rows } = await pool().query<{ id: string }>(
    'SELECT lower(id) AS id FROM portfolio WHERE workspace_id = $1 AND lower(id) = ANY($2)', [workspaceId, named.map(({ id }) => id)])
  const known = new Set(rows.map(({ id }) => id))
  return named.filter(({ id }) => !known.has(id)).map(({ pointer }) => ({ pointer, code: 'not_found', message: 'There is no such portfolio' }))
}
