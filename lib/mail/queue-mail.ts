import type { Queryable } from '@/lib/db'
import { MAIL_SEND, type Dispatch } from '@/lib/dispatch'
import { newId } from '@/lib/ids'

export interface NewMail {
  workspaceId: string
  kind: 'disable_warning' | 'disabled'
  to: string
  subject: string
  text: string
  /** The same reason is told once: a second mail with the same `once` is left out. */
  once: string
}

const INSERT = `
  INSERT INTO mail (id, workspace_id, kind, "to", subject, text, once)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
  ON CONFLICT (once) DO NOTHING RETURNING id`

/** Stores mails in the caller's transaction and hands them to `mail/send`, which runs when it commits. */
export async function queueMails(tx: Queryable, dispatch: Dispatch, mails: readonly NewMail[]): Promise<void> {
  if (mails.length === 0) return
  const column = (pick: (mail: NewMail) => string) => mails.map(pick)
  const { rows } = await tx.query<{ id: string }>(INSERT, [
    mails.map(() => newId('mail')), column((mail) => mail.workspaceId), column((mail) => mail.kind), column((mail) => mail.to),
    column((mail) => mail.subject), column((mail) => mail.text), column((mail) => mail.once),
  ])
  if (rows.length > 0) await dispatch(tx, rows.map(({ id }) => ({ name: MAIL_SEND, id, data: { mailId: id } })))
}
