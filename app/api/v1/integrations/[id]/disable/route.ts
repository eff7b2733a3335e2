import { handle, ok } from '@/lib/http/handle'
import { disableIntegration } from '@/lib/integrations/switch-integration'

export const POST = handle<{ id: string }>({ scope: 'integrations:write' }, async ({ caller, params }) =>
  ok((await disableIntegration(caller.workspaceId, params.id)).view))
