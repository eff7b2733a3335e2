import { pageQuery } from '@/lib/contracts/paging'
import { handle, ok } from '@/lib/http/handle'
import { listMails } from '@/lib/mail/read-mails'

export const GET = handle({ scope: 'admin', query: pageQuery }, async ({ caller, query }) =>
  ok(await listMails(caller.workspaceId, query)))
