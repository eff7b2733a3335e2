import { mailStatus, type MailView } from '@/lib/contracts/mail'
import type { Page, PageQuery } from '@/lib/contracts/paging'
import { pool } from '@/lib/db'
import { readCursor, toPage } from '@/lib/http/cursor'
import { isId } from '@/lib/ids'
import { LINK } from './queue-mail'

export interface MailRow {
  id: string
  kind: string
  to: string
  subject: string
  text: string
  status: string
  attempts: number
  error: string | null
  created_at: Date
  sent_at: Date | null
}

export const MAIL_COLUMNS = 'id, kind, "to", subject, text, status, attempts, error, created_at, sent_at'

/** A row as it is shown. */
export const viewMail = (row: MailRow): MailView => ({
  id: row.id,
  kind: row.kind,
  to: row.to,
  subject: row.subject,
  text: row.text.replaceAll(LINK, '(the link is only in the mail itself)'),
  status: mailStatus.parse(row.status),
  attempts: row.attempts,
  error: row.error,
  createdAt: row.created_at.toISOString(),
  sentAt: row.sent_at?.toISOString() ?? null,
})

/** A workspace's mails, newest first, whether or not they could be sent. */
export async function listMails(workspaceId: string, query: PageQuery): Promise<Page<MailView>> {
  const after = readCursor(query.cursor, (id) => isId('mail', id))
  const { rows } = await pool().query<MailRow>(
    `SELECT ${MAIL_COLUMNS} FROM mail WHERE workspace_id = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [workspaceId, after ?? null, query.limit + 1],
  )
  return toPage(rows.map(viewMail), query.limit)
}
