import { actorKind, auditAction, targetKind, type AuditEntryView, type AuditQuery } from '@/lib/contracts/audit'
import type { Page } from '@/lib/contracts/paging'
import { prisma } from '@/lib/db'
import type { AuditEntry, Prisma } from '@/lib/generated/prisma/client'
import { readCursor, toPage } from '@/lib/http/cursor'
import { isId } from '@/lib/ids'

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

const whereOf = ({ actor, action, target, since, until }: AuditQuery): Prisma.AuditEntryWhereInput => ({
  ...(actor !== undefined && byActor(actor)),
  ...(action !== undefined && { action: { in: [action].flat() } }),
  ...(target !== undefined && { targetId: target }),
  at: { ...(since !== undefined && { gte: new Date(since) }), ...(until !== undefined && { lt: new Date(until) }) },
})

/** A workspace's audit log by filter, newest first. */
export async function listAudit(workspaceId: string, query: AuditQuery): Promise<Page<AuditEntryView>> {
  const after = readCursor(query.cursor, (id) => isId('aud', id))
  const rows = await prisma().auditEntry.findMany({
    where: { workspaceId, ...whereOf(query), ...(after !== undefined && { id: { lt: after } }) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPage(rows.map(viewEntry), query.limit)
}
