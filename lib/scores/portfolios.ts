import type { Page, PageQuery } from '@/lib/contracts/paging'
import type { PortfolioDetail, PortfolioInput, PortfolioPatch, PortfolioView } from '@/lib/contracts/scorecard'
import { inTransaction, pool, type Queryable } from '@/lib/db'
import { DomainError, invalid, notFound } from '@/lib/errors'
import { readCursor, toPage } from '@/lib/http/cursor'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { isId, newId } from '@/lib/ids'
import { normaliseDomain } from './normalise-domain'

interface Row {
  id: string
  name: string
  description: string | null
  members: number
  created_at: Date
  updated_at: Date
}

const COLUMNS = `
  id, name, description, created_at, updated_at,
  (SELECT count(*)::int FROM portfolio_member m WHERE m.portfolio_id = portfolio.id) AS members`

const view = (row: Row): PortfolioView => ({
  id: row.id, name: row.name, description: row.description, memberCount: row.members,
  createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString(),
})

/** A workspace's portfolios, newest first. */
export async function listPortfolios(workspaceId: string, query: PageQuery): Promise<Page<PortfolioView>> {
  const after = readCursor(query.cursor, (id) => isId('pfl', id))
  const { rows } = await pool().query<Row>(
    `SELECT ${COLUMNS} FROM portfolio WHERE workspace_id = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [workspaceId, after ?? null, query.limit + 1],
  )
  return toPage(rows.map(view), query.limit)
}

const readIn = async (db: Queryable, workspaceId: string, id: string): Promise<PortfolioDetail> => {
  const { rows: [row] } = await db.query<Row>(`SELECT ${COLUMNS} FROM portfolio WHERE id = $1 AND workspace_id = $2`, [id, workspaceId])
  if (!row) throw notFound('portfolio')
  const { rows: members } = await db.query<{ id: string; domain: string; name: string | null }>(
    `SELECT s.id, s.domain, s.name FROM portfolio_member m JOIN scorecard s ON s.id = m.scorecard_id
     WHERE m.portfolio_id = $1 ORDER BY s.domain`, [id],
  )
  return { ...view(row), members }
}

/** One portfolio with its members; 404 for none or another workspace's. */
export const readPortfolio = (workspaceId: string, id: string): Promise<PortfolioDetail> => readIn(pool(), workspaceId, id)

// Members are given by id or by domain; 422 names those that are neither.
const findMembers = async (tx: Queryable, workspaceId: string, given: readonly string[], field: string): Promise<string[]> => {
  const { rows } = await tx.query<{ id: string; domain: string }>(
    'SELECT id, domain FROM scorecard WHERE workspace_id = $1 AND (id = ANY($2) OR domain = ANY($3)) FOR KEY SHARE',
    [workspaceId, given, given.map(normaliseDomain)],
  )
  const ids = new Map(rows.flatMap(({ id, domain }) => [[id, id], [domain, id]]))
  const found = given.map((one) => ids.get(one) ?? ids.get(normaliseDomain(one) ?? ''))
  const errors = found.flatMap((id, index) =>
    id === undefined ? [{ pointer: `/${field}/${index}`, code: 'not_found', message: 'There is no such scorecard' }] : [])
  if (errors.length > 0) throw invalid(errors)
  return [...new Set(found.filter((id) => id !== undefined))]
}

const addTo = (tx: Queryable, id: string, members: readonly string[]) =>
  tx.query('INSERT INTO portfolio_member (portfolio_id, scorecard_id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [id, members])

export async function createPortfolio(workspaceId: string, input: PortfolioInput, recordAnswer?: RecordAnswer): Promise<PortfolioDetail> {
  const id = newId('pfl')
  return inTransaction(async (tx) => {
    await tx.query('INSERT INTO portfolio (id, workspace_id, name, description) VALUES ($1, $2, $3, $4)', [id, workspaceId, input.name, input.description])
    await addTo(tx, id, await findMembers(tx, workspaceId, input.members, 'members'))
    const detail = await readIn(tx, workspaceId, id)
    await recordAnswer?.(tx, { status: 201, body: detail })
    return detail
  })
}

// Also the lock that changes of one portfolio wait for.
const touch = async (tx: Queryable, workspaceId: string, id: string, { name, description }: PortfolioPatch = {}): Promise<void> => {
  const { rowCount } = await tx.query(
    `UPDATE portfolio SET name = coalesce($3, name), description = CASE WHEN $4 THEN $5 ELSE description END, updated_at = now()
     WHERE id = $1 AND workspace_id = $2`,
    [id, workspaceId, name ?? null, description !== undefined, description ?? null],
  )
  if (rowCount === 0) throw notFound('portfolio')
}

/** What is left out stays; `members` are replaced. */
export async function updatePortfolio(workspaceId: string, id: string, patch: PortfolioPatch): Promise<PortfolioDetail> {
  return inTransaction(async (tx) => {
    await touch(tx, workspaceId, id, patch)
    if (patch.members !== undefined) {
      const members = await findMembers(tx, workspaceId, patch.members, 'members')
      await tx.query('DELETE FROM portfolio_member WHERE portfolio_id = $1 AND scorecard_id <> ALL($2)', [id, members])
      await addTo(tx, id, members)
    }
    return readIn(tx, workspaceId, id)
  })
}

export async function addMembers(workspaceId: string, id: string, given: readonly string[]): Promise<PortfolioDetail> {
  return inTransaction(async (tx) => {
    await touch(tx, workspaceId, id)
    await addTo(tx, id, await findMembers(tx, workspaceId, given, 'members'))
    return readIn(tx, workspaceId, id)
  })
}

/** By id or domain. One that is no member is 404. */
export async function removeMember(workspaceId: string, id: string, member: string): Promise<void> {
  await inTransaction(async (tx) => {
    await touch(tx, workspaceId, id)
    const { rowCount } = await tx.query(
      `DELETE FROM portfolio_member m USING scorecard s
       WHERE m.portfolio_id = $1 AND s.id = m.scorecard_id AND s.workspace_id = $2 AND (s.id = $3 OR s.domain = $4)`,
      [id, workspaceId, member, normaliseDomain(member)],
    )
    if (rowCount === 0) throw notFound('member')
  })
}

const named = (conditions: string): string =>
  `SELECT 1 FROM json_array_elements(${conditions}::json) c WHERE c ->> 'field' = 'portfolio' AND lower(c ->> 'value') = lower($2)`

// By scope or condition.
const USERS = `
  SELECT name FROM rule WHERE workspace_id = $1 AND deleted_at IS NULL AND (scope ->> 'portfolioId' = $2 OR EXISTS (${named('rule.conditions')}))
  UNION ALL
  SELECT i.name FROM integration i WHERE i.workspace_id = $1 AND i.deleted_at IS NULL AND i.rule_id IS NULL
    AND EXISTS (SELECT 1 FROM trigger t WHERE t.integration_id = i.id AND EXISTS (${named('t.conditions')}))
  LIMIT 3`

/**
 * Deletes a portfolio; its scorecards stay. 409 while a rule is for it or a condition names it: what is for it would never
 * be sent again, what is for all others would be sent for it too, and nobody would be told.
 */
export async function deletePortfolio(workspaceId: string, id: string): Promise<void> {
  const { rows: users } = await pool().query<{ name: string }>(USERS, [workspaceId, id])
  if (users.length > 0) {
    throw new DomainError('conflict', `Rules or integrations are for this portfolio: ${users.map(({ name }) => name).join(', ')}. Choose another group or remove the condition there first`)
  }
  const { rowCount } = await pool().query('DELETE FROM portfolio WHERE id = $1 AND workspace_id = $2', [id, workspaceId])
  if (rowCount === 0) throw notFound('portfolio')
}
