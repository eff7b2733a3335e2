import { created, handle } from '@/lib/http/handle'
import { cloneIntegration } from '@/lib/integrations/clone-integration'

export const POST = handle<{ id: string }>({ scope: 'integrations:write' }, async ({ caller, params, recordAnswer }) => {
  const { view, stored } = await cloneIntegration(caller.workspaceId, params.id, recordAnswer)
  return created(view, stored)
})
