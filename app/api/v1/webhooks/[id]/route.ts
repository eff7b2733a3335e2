import { handle, noContent, ok } from '@/lib/http/handle'
import { deleteIntegration } from '@/lib/integrations/switch-integration'
import { subscriptionFor } from '@/lib/integrations/view-for-lookers'
import { describeArgyleProblem } from '@/lib/subscriptions/describe-argyle-problem'
import { findSubscribed, readSubscription } from '@/lib/subscriptions/read-subscriptions'

type Params = { id: string }
const problems = describeArgyleProblem

export const GET = handle<Params>({ scope: 'integrations:read', problems }, async ({ caller, params }) =>
  ok(subscriptionFor(caller, await readSubscription(caller.workspaceId, params.id))))

export const DELETE = handle<Params>({ scope: 'integrations:write', problems, audit: 'integration.deleted' }, async ({ caller, params }) => {
  await deleteIntegration(caller, await findSubscribed(caller.workspaceId, params.id))
  return noContent()
})
