import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { InboxAnswer, InboxView } from '@/lib/contracts/inbox'
import { inTransaction, pool, type Queryable } from '@/lib/db'
import { notFound } from '@/lib/errors'
import { MASK } from '@/lib/security/mask-url'
import { ensureInbox, INBOX_COLUMNS, inboxUrl, newInboxToken, viewInbox, type InboxRow } from './inbox-rows'

const target = (workspaceId: string) => ({ kind: 'inbox' as const, id: workspaceId, label: 'Inbox' })

const one = async (db: Queryable, statement: string, values: unknown[]): Promise<InboxView> => {
  const { rows: [row] } = await db.query<InboxRow>(statement, values)
  if (!row) throw notFound('inbox')
  return viewInbox(row)
}

/** The workspace's inbox; the first question makes it. Its token is for those who may let something be sent there. */
export async function readInbox({ workspaceId, scopes }: { workspaceId: string; scopes: ReadonlySet<string> }): Promise<InboxView> {
  await ensureInbox(pool(), workspaceId)
  const view = await one(pool(), `SELECT ${INBOX_COLUMNS} FROM inbox WHERE workspace_id = $1`, [workspaceId])
  return scopes.has('integrations:write') ? view : { ...view, url: inboxUrl(MASK) }
}

const SET = `
  UPDATE inbox SET status = $2, delay_seconds = $3, retry_after_seconds = $4, answers_left = $5 WHERE workspace_id = $1
  RETURNING ${INBOX_COLUMNS}`

/** Says how the inbox answers from now on, or for the next `times` requests. */
export async function setAnswer(acting: Acting, { status, delaySeconds, retryAfterSeconds, times }: InboxAnswer): Promise<InboxView> {
  const { workspaceId } = acting
  return inTransaction(async (tx) => {
    await ensureInbox(tx, workspaceId)
    await recordAudit(tx, acting, { action: 'inbox.updated', target: target(workspaceId), fields: ['answer'] })
    return one(tx, SET, [workspaceId, status, delaySeconds, retryAfterSeconds, times])
  })
}

/** A new address; the former one is unknown from then on. What arrived there stays. */
export async function renewToken(acting: Acting): Promise<InboxView> {
  const { workspaceId } = acting
  return inTransaction(async (tx) => {
    await ensureInbox(tx, workspaceId)
    await recordAudit(tx, acting, { action: 'inbox.token_renewed', target: target(workspaceId) })
    return one(tx, `UPDATE inbox SET token = $2 WHERE workspace_id = $1 RETURNING ${INBOX_COLUMNS}`, [workspaceId, newInboxToken()])
  })
}

/** Forgets all that arrived. */
export async function clearInbox(acting: Acting): Promise<void> {
  const { workspaceId } = acting
  await inTransaction(async (tx) => {
    await tx.query('DELETE FROM inbox_request WHERE workspace_id = $1', [workspaceId])
    await recordAudit(tx, acting, { action: 'inbox.cleared', target: target(workspaceId) })
  })
}
