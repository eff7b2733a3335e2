import { handle, ok } from '@/lib/http/handle'
import { readExecution } from '@/lib/rules/read-executions'

export const GET = handle<{ id: string; execution: string }>({ scope: 'deliveries:read' }, async ({ caller, params }) =>
  ok(await readExecution(caller.workspaceId, params.id, params.execution)))
