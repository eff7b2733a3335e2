import { dispatch } from '@/inngest/dispatch'
import { accepted, handle } from '@/lib/http/handle'
import { mailSetUp } from '@/lib/mail/mailer'
import { resendMail } from '@/lib/mail/resend-mail'

export const POST = handle<{ id: string }>({ scope: 'admin', audit: 'mail.resent', limit: 'sends' }, async ({ caller, params }) =>
  accepted(await resendMail(dispatch, caller, params.id, mailSetUp() !== null)))
