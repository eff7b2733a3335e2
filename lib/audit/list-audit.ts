import { actorKind, auditAction, targetKind, type AuditEntryView, type AuditQuery } from '@/lib/contracts/audit'
import type { Page } from '@/lib/contracts/paging'
import { prisma } from '@/lib/db'
import type { AuditEntry, Prisma } from '@/lib/generated/prisma/client'
import { readCursor, toPage } from '@/lib/http/cursor'
import { PATIENCE, searchStretches, type Stretch } from '@/lib/http/search-stretches'
import { firstIdAt, isId } from '@/lib/ids'

const viewTarget = ({ targetKind: kind, targetId: id, targetLabel: label }: AuditEntry): AuditEntryView['target'] =>
  kind === null ? null : { kind: targetKind.parse(kind), id, label: label ?? '' }

const viewEntry = (row: AuditEntry): AuditEntryView => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: { kind: actorKind.parse(row.actorKind), id: row.actorId, label: row.actorLabel },
  action: auditAction.parse(row.action),
  target: viewTarget(row),
  fields: row.fields,
  address: row.address,
  userAgent: row.userAgent,
  requestId: row.requestId,
})

const byActor = (actor: string): Prisma.AuditEntryWhereInput =>
  actorKind.safeParse(actor).success ? { actorKind: actor } : { actorId: actor }

const HOUR_MS = 3_600_000

// What an index knows: the log is in the order of ids, also that of one target. An id is of the time at which the entry was
// made or later, by the clock of its process; the hour is for clocks that differ.
const whereOf = (workspaceId: string, { target, since }: AuditQuery, { before, from }: Stretch): Prisma.AuditEntryWhereInput => ({
  workspaceId,
  ...(target !== undefined && { targetId: target }),
  AND: [
    since === undefined ? {} : { id: { gte: firstIdAt('aud', Date.parse(since) - HOUR_MS) }, at: { gte: new Date(since) } },
    before === undefined ? {} : { id: { lt: before } },
    from === undefined ? {} : { id: { gte: from } },
  ],
})

// The rest is searched for.
const restOf = ({ actor, action, until }: AuditQuery): Prisma.AuditEntryWhereInput => ({
  ...(actor !== undefined && byActor(actor)),
  ...(action !== undefined && { action: { in: [action].flat() } }),
  ...(until !== undefined && { at: { lt: new Date(until) } }),
})

/**
 * A workspace's audit log by filter, newest first. Who, what and until when are searched for: a page may then hold fewer
 * than `limit` although there are more, see `searchStretches`.
 */
export async function listAudit(workspaceId: string, query: AuditQuery, patience = PATIENCE): Promise<Page<AuditEntryView>> {
  const { limit } = query
  const before = readCursor(query.cursor, (id) => isId('aud', id))
  const read = (stretch: Stretch, most: number) => prisma().auditEntry.findMany({
    where: { ...whereOf(workspaceId, query, stretch), ...restOf(query) }, orderBy: { id: 'desc' }, take: most,
  })
  const findEnd = async (from: string | undefined, rows: number) => (await prisma().auditEntry.findMany({
    where: whereOf(workspaceId, query, { before: from }), orderBy: { id: 'desc' }, skip: rows - 1, take: 1, select: { id: true },
  }))[0]?.id
  const { data, page } = Object.keys(restOf(query)).length === 0
    ? toPage(await read({ before }, limit + 1), limit)
    : await searchStretches({ limit, before, findEnd, read }, patience)
  return { data: data.map(viewEntry), page }
}
