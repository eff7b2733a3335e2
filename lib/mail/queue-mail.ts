import type { Queryable } from '@/lib/db'
import { MAIL_SEND, type Dispatch } from '@/lib/dispatch'
import { newId } from '@/lib/ids'
import { sealLink } from './mail-link'

/** Where in a text the link stands, which is a key to something and is therefore kept apart from it. */
export const LINK = '{{link}}'

export interface NewMail {
  /** Null for what concerns a person: no workspace shows it. */
  workspaceId: string | null
  kind: 'disable_warning' | 'disabled' | 'rule_failed' | 'invitation' | 'password_reset'
  to: string
  subject: string
  text: string
  /** Takes the place of `LINK` in the text when the mail leaves; until then it is sealed, and never shown. */
  link?: string
  /** The same reason is told once: a second mail with the same `once` is left out. */
  once: string
}

const INSERT = `
  INSERT INTO mail (id, workspace_id, kind, "to", subject, text, secret_link, once)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::text[])
  ON CONFLICT (once) DO NOTHING RETURNING id`

/** Stores mails in the caller's transaction and hands them to `mail/send`, which runs when it commits. */
export async function queueMails(tx: Queryable, dispatch: Dispatch, mails: readonly NewMail[]): Promise<void> {
  if (mails.length === 0) return
  const column = <T>(pick: (mail: NewMail) => T) => mails.map(pick)
  const ids = mails.map(() => newId('mail'))
  const { rows } = await tx.query<{ id: string }>(INSERT, [
    ids, column((mail) => mail.workspaceId), column((mail) => mail.kind), column((mail) => mail.to),
    column((mail) => mail.subject), column((mail) => mail.text),
    mails.map(({ workspaceId, link }, index) => (link === undefined ? null : sealLink({ id: ids[index] ?? '', workspaceId }, link))),
    column((mail) => mail.once),
  ])
  if (rows.length > 0) await dispatch(tx, rows.map(({ id }) => ({ name: MAIL_SEND, id, data: { mailId: id } })))
}
