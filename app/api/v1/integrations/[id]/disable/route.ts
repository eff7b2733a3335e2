import { handle, ok } from '@/lib/http/handle'
import { disableIntegration } from '@/lib/integrations/switch-integration'

export const POST = handle<{ id: string }>({ scope: 'integrations:write', audit: 'integration.disabled' }, async ({ caller, params }) =>
  ok((await disableIntegration(caller, params.id)).view))
