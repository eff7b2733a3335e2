import type pg from 'pg'
import type { Queryable } from '@/lib/db'
import { openLink } from './mail-link'
import type { Mailer } from './open-mailer'
import { LINK } from './queue-mail'

export interface MailDeps {
  pool: pg.Pool
  /** Null where no mail server is set. */
  mailer: Mailer | null
}

export type SendOutcome =
  | { outcome: 'sent' | 'kept' | 'failed' | 'over' } // over: someone else saw to it, or it is gone
  | { outcome: 'later'; waitSeconds: number }

// About a day: a server that is being mended, or greylists, gets its time.
const WAITS_SECONDS = [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 28_800]

// Held by the connection while the server is spoken to: gone with a process that dies, kept by one that is only stopped.
const LOCK = `SELECT pg_try_advisory_lock(hashtextextended('mail ' || $1, 0)) AS locked`
const UNLOCK = `SELECT pg_advisory_unlock(hashtextextended('mail ' || $1, 0))`
const CLAIM = `
  UPDATE mail SET attempts = attempts + 1 WHERE id = $1 AND status = 'queued' RETURNING id, workspace_id, "to", subject, text, secret_link, attempts`
const KEEP = `UPDATE mail SET status = 'kept', error = NULL WHERE id = $1 AND status = 'queued'`
const SENT = `UPDATE mail SET status = 'sent', sent_at = now(), error = NULL, secret_link = NULL WHERE id = $1 AND status = 'queued'`
const FAILED = `UPDATE mail SET status = $2::mail_status, error = $3 WHERE id = $1 AND status = 'queued'`

interface MailRow {
  id: string
  workspace_id: string | null
  to: string
  subject: string
  text: string
  secret_link: Buffer | null
  attempts: number
}

const letterOf = ({ id, workspace_id: workspaceId, to, subject, text, secret_link: link }: MailRow) =>
  ({ id, to, subject, text: link === null ? text : text.replaceAll(LINK, () => openLink({ id, workspaceId }, link)) })

// Accepted by the server, not noted yet: while this process lives, such a mail is only noted, never sent again.
const accepted = new Set<string>()

const noteSent = async (db: Queryable, id: string): Promise<SendOutcome> => {
  await db.query(SENT, [id])
  accepted.delete(id)
  return { outcome: 'sent' }
}

const noteFailure = async (db: Queryable, row: MailRow, isFinal: boolean, error: string): Promise<SendOutcome> => {
  const waitSeconds = isFinal ? undefined : WAITS_SECONDS[row.attempts - 1]
  await db.query(FAILED, [row.id, waitSeconds === undefined ? 'failed' : 'queued', error])
  return waitSeconds === undefined ? { outcome: 'failed' } : { outcome: 'later', waitSeconds }
}

const keep = async (db: Queryable, id: string): Promise<SendOutcome> => {
  const { rowCount } = await db.query(KEEP, [id])
  return { outcome: rowCount ? 'kept' : 'over' }
}

const post = async (db: Queryable, mailer: Mailer, id: string): Promise<SendOutcome> => {
  const { rows: [row] } = await db.query<MailRow>(CLAIM, [id])
  if (!row) return { outcome: 'over' }
  const posted = await mailer.post(letterOf(row))
  if (posted.outcome !== 'accepted') return noteFailure(db, row, posted.outcome === 'refused', posted.error)
  accepted.add(id)
  return noteSent(db, id)
}

/**
 * One try to send a queued mail: lock → claim → post → note. One process at a time does it; a crash after the server
 * has accepted it, before that is noted, sends it once more under the same Message-ID.
 */
export async function sendMail({ pool, mailer }: MailDeps, id: string): Promise<SendOutcome> {
  if (accepted.has(id)) return noteSent(pool, id)
  if (!mailer) return keep(pool, id)
  const client = await pool.connect()
  let broken = true
  try {
    const { rows: [row] } = await client.query<{ locked: boolean }>(LOCK, [id])
    const result: SendOutcome = row?.locked ? await post(client, mailer, id) : { outcome: 'later', waitSeconds: WAITS_SECONDS[0] ?? 60 }
    if (row?.locked) await client.query(UNLOCK, [id])
    broken = false
    return result
  } finally {
    client.release(broken) // closed after a fault, which unlocks
  }
}

/** Ends a mail whose run was given up, so that it does not look queued for ever. */
export async function giveUpMail(db: Queryable, id: string): Promise<void> {
  await db.query(FAILED, [id, 'failed', 'Sending it broke off too often'])
}
