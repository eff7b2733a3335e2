import { auditColumns } from '@/lib/audit/audit-columns'
import { listAudit } from '@/lib/audit/list-audit'
import { auditQuery } from '@/lib/contracts/audit'
import { handle } from '@/lib/http/handle'
import { replyPage } from '@/lib/http/reply-page'

export const GET = handle({ scope: 'admin', query: auditQuery }, async ({ caller, query, request }) =>
  replyPage(request, await listAudit(caller.workspaceId, query), auditColumns))
