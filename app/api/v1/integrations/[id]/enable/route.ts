import { dispatch } from '@/inngest/dispatch'
import { enableInput } from '@/lib/contracts/integration'
import { handle, ok } from '@/lib/http/handle'
import { enableIntegration } from '@/lib/integrations/switch-integration'

export const POST = handle<{ id: string }, typeof enableInput>(
  { scope: 'integrations:write', body: enableInput, bodyOptional: true },
  async ({ caller, params, body }) => ok((await enableIntegration(dispatch, caller.workspaceId, params.id, body)).view),
)
