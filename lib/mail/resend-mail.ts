import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { MailView } from '@/lib/contracts/mail'
import { inTransaction } from '@/lib/db'
import { MAIL_SEND, type Dispatch } from '@/lib/dispatch'
import { DomainError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { MAIL_COLUMNS, viewMail, type MailRow } from './read-mails'

const FIND = `SELECT ${MAIL_COLUMNS} FROM mail WHERE id = $1 AND workspace_id = $2 FOR UPDATE`
const QUEUE = `UPDATE mail SET status = 'queued', attempts = 0, error = NULL WHERE id = $1 RETURNING ${MAIL_COLUMNS}`

/** Queues a mail that was kept or has failed. 409 for one that was sent or is queued, and while no mail server is set. */
export async function resendMail(dispatch: Dispatch, acting: Acting, id: string, isSetUp: boolean): Promise<MailView> {
  return inTransaction(async (tx) => {
    const { rows: [row] } = await tx.query<MailRow>(FIND, [id, acting.workspaceId])
    if (!row) throw notFound('mail')
    if (row.status === 'sent') throw new DomainError('conflict', 'It was sent already')
    if (row.status === 'queued') throw new DomainError('conflict', 'It is queued already')
    if (!isSetUp) throw new DomainError('conflict', 'No mail server is set: set SMTP_URL and MAIL_FROM, and start again')
    const { rows: [queued] } = await tx.query<MailRow>(QUEUE, [id])
    await dispatch(tx, [{ name: MAIL_SEND, id: newId('req'), data: { mailId: id } }])
    await recordAudit(tx, acting, { action: 'mail.resent', target: { kind: 'mail', id, label: row.subject } })
    return viewMail(queued ?? row)
  })
}
