import type { Page, PageQuery } from '@/lib/contracts/paging'
import { executionStatus, type RuleView } from '@/lib/contracts/rule'
import { pool, prisma } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { readCursor, toPage } from '@/lib/http/cursor'
import { firstIdAt, isId } from '@/lib/ids'
import { etagOf } from '@/lib/integrations/view-integration'
import type { RuleRow } from './stored-rule'
import { NEVER_FIRED, NO_EXECUTIONS, viewRule, type RuleActivity } from './view-rule'

/** What a rule is read with. */
export const withSteps = {
  include: { steps: { where: { deletedAt: null }, orderBy: { rulePosition: 'asc' }, include: { triggers: true } } },
} as const

/** A row with its steps, or null for none, a deleted one, or another workspace's. */
export const findRule = (workspaceId: string, id: string): Promise<RuleRow | null> =>
  prisma().rule.findFirst({ where: { id, workspaceId, deletedAt: null }, ...withSteps })

const DAY_MS = 24 * 3600 * 1000

const COUNTS = `
  SELECT rule_id, status, count(*)::int AS count FROM rule_execution
  WHERE rule_id = ANY($1) AND id >= $2 AND NOT test GROUP BY 1, 2`

const LATEST = `
  SELECT x.* FROM unnest($1::text[]) AS r(id)
  CROSS JOIN LATERAL (
    SELECT rule_id, id, status, created_at FROM rule_execution WHERE rule_id = r.id AND NOT test ORDER BY id DESC LIMIT 1
  ) x`

const readActivity = async (ids: readonly string[], now: number): Promise<Map<string, RuleActivity>> => {
  if (ids.length === 0) return new Map()
  const [counts, latest] = await Promise.all([
    pool().query<{ rule_id: string; status: string; count: number }>(COUNTS, [ids, firstIdAt('rex', now - DAY_MS)]),
    pool().query<{ rule_id: string; id: string; status: string; created_at: Date }>(LATEST, [ids]),
  ])
  return new Map(ids.map((id) => {
    const counted = Object.fromEntries(counts.rows.filter((row) => row.rule_id === id).map(({ status, count }) => [status, count]))
    const last = latest.rows.find((row) => row.rule_id === id)
    return [id, {
      counts24h: { ...NO_EXECUTIONS, ...counted },
      lastExecution: last ? { id: last.id, status: executionStatus.parse(last.status), createdAt: last.created_at.toISOString() } : null,
    }]
  }))
}

/** The view of a row that was just read or written. */
export async function viewRuleRow(row: RuleRow, now = Date.now()): Promise<RuleView> {
  return viewRule(row, (await readActivity([row.id], now)).get(row.id) ?? NEVER_FIRED)
}

/** One rule with its ETag; 404 for none or another workspace's. */
export async function readRule(workspaceId: string, id: string): Promise<{ view: RuleView; etag: string }> {
  const row = await findRule(workspaceId, id)
  if (!row) throw notFound('rule')
  return { view: await viewRuleRow(row), etag: etagOf(row) }
}

/** A workspace's rules, newest first. */
export async function listRules(workspaceId: string, { limit, cursor }: PageQuery, now = Date.now()): Promise<Page<RuleView>> {
  const after = readCursor(cursor, (id) => isId('rul', id))
  const rows = await prisma().rule.findMany({
    where: { workspaceId, deletedAt: null, ...(after !== undefined && { id: { lt: after } }) },
    ...withSteps, orderBy: { id: 'desc' }, take: limit + 1,
  })
  const activity = await readActivity(rows.map(({ id }) => id), now)
  return toPage(rows.map((row) => viewRule(row, activity.get(row.id) ?? NEVER_FIRED)), limit)
}
