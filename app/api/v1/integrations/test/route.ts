import { testInput } from '@/lib/contracts/integration'
import { handle, ok } from '@/lib/http/handle'
import { testIntegration } from '@/lib/integrations/test-integration'
import { door } from '@/lib/security/outgoing'

export const POST = handle({ scope: 'integrations:write', body: testInput, free: ['sample'] }, async ({ caller, body }) =>
  ok(await testIntegration(door(), caller.workspaceId, body, Date.now())))
