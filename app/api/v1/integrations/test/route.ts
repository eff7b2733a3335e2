import { testInput } from '@/lib/contracts/integration'
import { handle, ok } from '@/lib/http/handle'
import { fillFromDraft } from '@/lib/integrations/fill-from-draft'
import { testIntegration } from '@/lib/integrations/test-integration'
import { door } from '@/lib/security/outgoing'

export const POST = handle(
  { scope: 'integrations:write', body: testInput, free: ['sample'], audit: 'integration.tested', limit: 'sends' },
  async ({ caller, body, draftId }) => {
    const integration = body.integration && (await fillFromDraft(caller.workspaceId, draftId, body.integration))
    const tested = await testIntegration(door(), caller, { ...body, integration }, Date.now())
    return { ...ok(tested), nothingLeft: tested.error?.code === 'blocked_address' }
  },
)
