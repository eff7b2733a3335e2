import type { Queryable } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { env } from '@/lib/env'
import { queueMails, type NewMail } from '@/lib/mail/queue-mail'
import { parseUrl } from '@/lib/security/parse-url'
import type { NoticeOf } from './notice-mails'

interface AboutRow {
  id: string
  workspace_id: string
  workspace_name: string
  name: string
  url: string
  to: string | null
}

// Its owner, else the workspace's: the one who is there longest.
const ABOUT = `
  SELECT i.id, i.workspace_id, w.name AS workspace_name, i.name, i.url, coalesce(i.owner_email, (
    SELECT u.email FROM member m JOIN "user" u ON u.id = m.user_id
    WHERE m.workspace_id = i.workspace_id AND m.role = 'owner' ORDER BY m.created_at, m.id LIMIT 1)) AS to
  FROM integration i JOIN workspace w ON w.id = i.workspace_id WHERE i.id = ANY($1)`

export interface NoticeOrder {
  integrationId: string
  reason: string
  /** The same `once` is told once. */
  once: string
}

const hostOf = (url: string): string => parseUrl(url)?.host ?? 'the receiver'

/** Queues a mail to the owner of each integration in the caller's transaction. A workspace without people gets none. */
export async function queueNotices(
  tx: Queryable, dispatch: Dispatch, kind: NewMail['kind'], orders: readonly NoticeOrder[],
  write: (notice: NoticeOf) => { subject: string; text: string },
): Promise<void> {
  if (orders.length === 0) return
  const { rows } = await tx.query<AboutRow>(ABOUT, [orders.map(({ integrationId }) => integrationId)])
  const mails = orders.flatMap(({ integrationId, reason, once }): NewMail[] => {
    const row = rows.find(({ id }) => id === integrationId)
    if (!row || row.to === null) return []
    const notice = write({
      workspaceName: row.workspace_name, integrationName: row.name, destination: hostOf(row.url), reason,
      integrationUrl: `${env().APP_URL}/integrations/${row.id}`,
    })
    return [{ workspaceId: row.workspace_id, kind, to: row.to, once, ...notice }]
  })
  await queueMails(tx, dispatch, mails)
}
