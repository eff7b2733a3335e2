import type { IntegrationView } from '@/lib/contracts/integration'
import type { Page, PageQuery } from '@/lib/contracts/paging'
import { prisma } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { readCursor, toPage } from '@/lib/http/cursor'
import { isId } from '@/lib/ids'
import { judgeHealth, NO_COUNTS, readActivity } from './read-activity'
import type { IntegrationRow } from './stored-integration'
import { etagOf, viewIntegration, type Activity } from './view-integration'
import { findIntegration } from './write-integration'

const activityOf = (row: IntegrationRow, all: Map<string, Activity>): Activity =>
  all.get(row.id) ?? { health: judgeHealth(row, []), disablesAt: null, lastDeliveryAt: null, counts24h: NO_COUNTS }

/** The view of a row that was just read or written. */
export async function viewRow(row: IntegrationRow): Promise<IntegrationView> {
  return viewIntegration(row, activityOf(row, await readActivity([row])))
}

/** One integration with its ETag; 404 for none or another workspace's. */
export async function readIntegration(workspaceId: string, id: string): Promise<{ view: IntegrationView; etag: string }> {
  const row = await findIntegration(workspaceId, id)
  if (!row) throw notFound('integration')
  return { view: await viewRow(row), etag: etagOf(row) }
}

/** A workspace's integrations, newest first. */
export async function listIntegrations(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<IntegrationView>> {
  const after = readCursor(cursor, (id) => isId('int', id))
  const rows = await prisma().integration.findMany({
    where: { workspaceId, deletedAt: null, ruleId: null, ...(after !== undefined && { id: { lt: after } }) },
    include: { triggers: true },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const activity = await readActivity(rows)
  return toPage(rows.map((row) => viewIntegration(row, activityOf(row, activity))), limit)
}
