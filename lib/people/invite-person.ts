import { recordAudit } from '@/lib/audit/record-audit'
import type { MadeInvitation, Role } from '@/lib/contracts/member'
import { inTransaction, type Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { env } from '@/lib/env'
import { DomainError, notFound } from '@/lib/errors'
import type { Caller } from '@/lib/http/authenticate'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { mailSetUp } from '@/lib/mail/mailer'
import { queueMails } from '@/lib/mail/queue-mail'
import { limits } from '@/lib/throttle/limits'
import { takeTryOrThrow } from '@/lib/throttle/throttle'
import { newToken } from './new-token'
import { INVITATION_DAYS, invitationLetter } from './people-mails'
import { checkReach, INVITATION_COLUMNS, viewInvitation, type InvitationRow } from './read-invitations'

type Inviter = Pick<Caller, 'id' | 'workspaceId' | 'role' | 'actor' | 'origin'>

const END_OVERDUE = `
  UPDATE invitation SET status = 'revoked' WHERE workspace_id = $1 AND email = $2 AND status = 'pending' AND expires_at <= now()`
const IS_MEMBER = `
  SELECT 1 FROM member m JOIN "user" u ON u.id = m.user_id WHERE m.workspace_id = $1 AND lower(u.email) = $2`
const INSERT = `
  INSERT INTO invitation (id, workspace_id, email, role, token_hash, expires_at, invited_by)
  VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => ${INVITATION_DAYS}), $6)
  ON CONFLICT (workspace_id, email) WHERE status = 'pending' DO NOTHING RETURNING id`
const RENEW = `
  UPDATE invitation SET token_hash = $3, expires_at = now() + make_interval(days => ${INVITATION_DAYS})
  WHERE id = $1 AND workspace_id = $2 AND status = 'pending'`
const READ = `SELECT ${INVITATION_COLUMNS}, w.name AS workspace_name
  FROM invitation i JOIN workspace w ON w.id = i.workspace_id LEFT JOIN "user" u ON u.id = i.invited_by
  WHERE i.id = $1 AND i.workspace_id = $2 AND i.status = 'pending'`

type FullRow = InvitationRow & { workspace_name: string }

const readOne = async (tx: Queryable, id: string, workspaceId: string): Promise<FullRow> => {
  const { rows: [row] } = await tx.query<FullRow>(READ, [id, workspaceId])
  if (!row) throw notFound('invitation')
  return row
}

// By mail, and in the answer: who invites can hand the link over where no mail server is set.
const hand = async (tx: Queryable, dispatch: Dispatch, by: Inviter, row: FullRow, token: string): Promise<MadeInvitation> => {
  await recordAudit(tx, by, { action: 'member.invited', target: { kind: 'invitation', id: row.id, label: row.email } })
  const url = `${env().APP_URL}/invitation/${token}`
  const letter = invitationLetter({ workspaceName: row.workspace_name, invitedBy: row.inviter_name, role: row.role })
  await queueMails(tx, dispatch, [{
    workspaceId: row.workspace_id, kind: 'invitation', to: row.email, ...letter, link: url, once: `invitation ${row.id} ${newId('req')}`,
  }])
  return { ...viewInvitation(row), url, mailed: mailSetUp() !== null }
}

/** What may be kept of an invitation's answer: its link lets in whoever has it. */
export const withoutLink = ({ url: _shown, ...stored }: MadeInvitation): Omit<MadeInvitation, 'url'> => stored

const conflict = (message: string) => new DomainError('conflict', message)

/** Invites an e-mail address. 403 for a role above the own one, 409 for a member and for who is invited already. */
export async function invitePerson(
  dispatch: Dispatch, by: Inviter, input: { email: string; role: Role }, recordAnswer?: RecordAnswer,
): Promise<MadeInvitation> {
  checkReach(by.role, input.role)
  await takeTryOrThrow([limits.inviteWorkspace(by.workspaceId)])
  const { token, tokenHash } = newToken()
  return inTransaction(async (tx) => {
    const { rowCount: members } = await tx.query(IS_MEMBER, [by.workspaceId, input.email])
    if (members) throw conflict(`${input.email} is a member already`)
    await tx.query(END_OVERDUE, [by.workspaceId, input.email])
    const { rows: [made] } = await tx.query<{ id: string }>(INSERT, [newId('inv'), by.workspaceId, input.email, input.role, tokenHash, by.id])
    if (!made) throw conflict(`${input.email} is invited already: renew that invitation, or revoke it`)
    const handed = await hand(tx, dispatch, by, await readOne(tx, made.id, by.workspaceId), token)
    await recordAnswer?.(tx, { status: 201, body: withoutLink(handed) })
    return handed
  })
}

/** Gives a pending or expired invitation a new link and another week; the old link is void. */
export async function renewInvitation(dispatch: Dispatch, by: Inviter, id: string): Promise<MadeInvitation> {
  await takeTryOrThrow([limits.inviteWorkspace(by.workspaceId)])
  const { token, tokenHash } = newToken()
  return inTransaction(async (tx) => {
    checkReach(by.role, (await readOne(tx, id, by.workspaceId)).role)
    await tx.query(RENEW, [id, by.workspaceId, tokenHash])
    return hand(tx, dispatch, by, await readOne(tx, id, by.workspaceId), token)
  })
}
