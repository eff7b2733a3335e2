import { handle, noContent, ok } from '@/lib/http/handle'
import { cancelOperation, readOperation } from '@/lib/operations/read-operations'

export const GET = handle<{ id: string }>({ scope: 'deliveries:read' }, async ({ caller, params }) =>
  ok(await readOperation(caller.workspaceId, params.id)))

export const DELETE = handle<{ id: string }>({ scope: 'deliveries:write', audit: ['bulk_resend.cancelled', 'replay.cancelled'] }, async ({ caller, params }) => {
  await cancelOperation(caller, params.id)
  return noContent()
})
