import { dispatch } from '@/inngest/dispatch'
import { bulkResendInput } from '@/lib/contracts/operation'
import { pageQuery } from '@/lib/contracts/paging'
import { accepted, handle, ok } from '@/lib/http/handle'
import { listOperations } from '@/lib/operations/read-operations'
import { estimateBulkResend, startBulkResend } from '@/lib/operations/start-bulk-resend'

const sends = (body: unknown) => !bulkResendInput.parse(body).dryRun

export const POST = handle(
  { scope: 'deliveries:write', body: bulkResendInput, audit: 'bulk_resend.started', limit: sends },
  async ({ caller, body, recordAnswer }) =>
    body.dryRun
      ? ok(await estimateBulkResend(caller.workspaceId, body))
      : accepted(await startBulkResend(dispatch, caller, body, recordAnswer)),
)

export const GET = handle({ scope: 'deliveries:read', query: pageQuery }, async ({ caller, query }) =>
  ok(await listOperations(caller.workspaceId, query)))
