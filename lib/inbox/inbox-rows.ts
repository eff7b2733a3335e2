import { randomBytes } from 'node:crypto'
import { INBOX_BODY_BYTES, INBOX_DAYS, INBOX_REQUESTS, type InboxView } from '@/lib/contracts/inbox'
import type { Queryable } from '@/lib/db'
import { env } from '@/lib/env'

export interface InboxRow {
  workspace_id: string
  token: string
  status: number
  delay_seconds: number
  retry_after_seconds: number | null
  answers_left: number | null
}

export const INBOX_COLUMNS = 'workspace_id, token, status, delay_seconds, retry_after_seconds, answers_left'

/** So many requests a second each inbox takes, in each web process; twice as many at once. */
export const PER_SECOND = 50

/** A token that nobody guesses: 128 bits. */
export const newInboxToken = (): string => randomBytes(16).toString('base64url')

export const inboxUrl = (token: string): string => `${env().APP_URL}/inbox/${token}`

/** Makes the workspace's inbox if there is none yet. */
export async function ensureInbox(db: Queryable, workspaceId: string): Promise<void> {
  await db.query('INSERT INTO inbox (workspace_id, token) VALUES ($1, $2) ON CONFLICT (workspace_id) DO NOTHING', [workspaceId, newInboxToken()])
}

export const viewInbox = (row: InboxRow): InboxView => {
  const isOver = row.answers_left === 0 // what was asked for is used up: as if nothing had been
  return {
    url: inboxUrl(row.token),
    answer: isOver
      ? { status: 200, delaySeconds: 0, retryAfterSeconds: null, times: null }
      : { status: row.status, delaySeconds: row.delay_seconds, retryAfterSeconds: row.retry_after_seconds, times: row.answers_left },
    limits: { requests: INBOX_REQUESTS, bodyBytes: INBOX_BODY_BYTES, days: INBOX_DAYS, perSecond: PER_SECOND },
  }
}
