import { env } from '@/lib/env'
import { openMailer, type Mailer } from './open-mailer'

let opened: Mailer | null | undefined

/** The way to the mail server of SMTP_URL; null while none is set. */
export function mailer(): Mailer | null {
  const { SMTP_URL: url, MAIL_FROM: from } = env()
  opened ??= url !== undefined && from !== undefined ? openMailer({ url, from }) : null
  return opened
}

/** Whether mails can leave, and from whom. */
export const mailSetUp = (): { from: string } | null => {
  const { SMTP_URL, MAIL_FROM } = env()
  return SMTP_URL !== undefined && MAIL_FROM !== undefined ? { from: MAIL_FROM } : null
}
