import { recordAudit } from '@/lib/audit/record-audit'
import { role as roleSchema, type InvitationView, type Role } from '@/lib/contracts/member'
import { pool, prisma, withinPrisma } from '@/lib/db'
import { DomainError, notFound } from '@/lib/errors'
import type { Caller } from '@/lib/http/authenticate'

export interface InvitationRow {
  id: string
  workspace_id: string
  email: string
  role: Role
  expires_at: Date
  created_at: Date
  inviter_name: string | null
}

export const INVITATION_COLUMNS =
  'i.id, i.workspace_id, i.email, i.role, i.expires_at, i.created_at, u.name AS inviter_name'

const LIST = `
  SELECT ${INVITATION_COLUMNS} FROM invitation i LEFT JOIN "user" u ON u.id = i.invited_by
  WHERE i.workspace_id = $1 AND i.status = 'pending' ORDER BY i.id DESC`

export const viewInvitation = (row: InvitationRow, now = Date.now()): InvitationView => ({
  id: row.id,
  email: row.email,
  role: roleSchema.catch('viewer').parse(row.role),
  status: row.expires_at.getTime() > now ? 'pending' : 'expired',
  invitedBy: row.inviter_name,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
})

/** Only owners deal with invitations that make an owner: the link is as good as the role. */
export function checkReach(by: Role, invited: Role): void {
  if (by === 'viewer') throw new DomainError('forbidden', 'Your role does not allow this')
  if (invited === 'owner' && by !== 'owner') throw new DomainError('forbidden', 'Only an owner may invite an owner')
}

/** The invitations that nobody has accepted or revoked, newest first; expired ones too. */
export async function listInvitations(workspaceId: string): Promise<InvitationView[]> {
  const { rows } = await pool().query<InvitationRow>(LIST, [workspaceId])
  return rows.map((row) => viewInvitation(row))
}

/** Voids an invitation's link. 404 for one that was accepted or revoked, and for another workspace's. */
export async function revokeInvitation(by: Pick<Caller, 'workspaceId' | 'role' | 'actor' | 'origin'>, id: string): Promise<void> {
  const where = { id, workspaceId: by.workspaceId, status: 'pending' as const }
  const found = await prisma().invitation.findFirst({ where })
  if (!found) throw notFound('invitation')
  checkReach(by.role, roleSchema.catch('viewer').parse(found.role))
  await prisma().$transaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({ where, data: { status: 'revoked' } })
    if (count === 0) throw notFound('invitation')
    await recordAudit(withinPrisma(tx), by, { action: 'invitation.revoked', target: { kind: 'invitation', id, label: found.email } })
  })
}
