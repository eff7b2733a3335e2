import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { role } from '@/lib/contracts/member'
import type { OwnWorkspace } from '@/lib/contracts/workspace'
import { prisma, withinPrisma } from '@/lib/db'
import { notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { slugOf } from './slug-of'

interface Own {
  userId: string
  sessionId: string
}

/** The workspaces of a person, by name; `currentId` is the one that the page shows. */
export async function listOwnWorkspaces({ userId }: Own, currentId: string): Promise<OwnWorkspace[]> {
  const rows = await prisma().member.findMany({
    where: { userId }, include: { workspace: { select: { id: true, name: true } } }, orderBy: [{ workspace: { name: 'asc' } }, { id: 'asc' }],
  })
  return rows.map(({ workspace, role: text }) => ({ ...workspace, role: role.catch('viewer').parse(text), current: workspace.id === currentId }))
}

/** Opens another of the person's workspaces in this session. 404 where the person is no member. */
export async function switchWorkspace({ userId, sessionId }: Own, workspaceId: string): Promise<void> {
  const membership = await prisma().member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } })
  if (!membership) throw notFound('workspace')
  await prisma().session.updateMany({ where: { id: sessionId, userId }, data: { activeWorkspaceId: workspaceId } })
}

/** Makes a workspace that the person owns, and opens it. */
export async function createWorkspace(
  { userId, sessionId }: Own, by: Pick<Acting, 'actor' | 'origin'>, name: string, recordAnswer?: RecordAnswer,
): Promise<OwnWorkspace> {
  const id = newId('ws')
  const made: OwnWorkspace = { id, name, role: 'owner', current: true }
  await prisma().$transaction(async (tx) => {
    await tx.workspace.create({ data: { id, name, slug: slugOf(id), members: { create: { id: newId('mem'), userId, role: 'owner' } } } })
    await tx.session.updateMany({ where: { id: sessionId, userId }, data: { activeWorkspaceId: id } })
    await recordAudit(withinPrisma(tx), { ...by, workspaceId: id }, { action: 'workspace.created', target: { kind: 'workspace', id, label: name } })
    await recordAnswer?.(withinPrisma(tx), { status: 201, body: made })
  })
  return made
}
