import { created, handle } from '@/lib/http/handle'
import { cloneIntegration } from '@/lib/integrations/clone-integration'

export const POST = handle<{ id: string }>({ scope: 'integrations:write', audit: ['integration.cloned', 'integration.created'] }, async ({ caller, params, recordAnswer }) => {
  const { view, stored } = await cloneIntegration(caller, params.id, recordAnswer)
  return created(view, stored)
})
