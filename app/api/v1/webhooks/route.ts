import * as z from 'zod'
import { subscriptionInput, subscriptionQuery } from '@/lib/contracts/subscription'
import { env } from '@/lib/env'
import { created, handle, ok } from '@/lib/http/handle'
import { subscriptionFor } from '@/lib/integrations/view-for-lookers'
import { createSubscription } from '@/lib/subscriptions/create-subscription'
import { describeArgyleProblem } from '@/lib/subscriptions/describe-argyle-problem'
import { judgeSubscription } from '@/lib/subscriptions/judge-subscription'
import { listSubscriptions } from '@/lib/subscriptions/read-subscriptions'

const problems = describeArgyleProblem

export const POST = handle(
  { scope: 'integrations:write', body: z.unknown(), contract: subscriptionInput, problems, audit: 'integration.created' },
  async ({ caller, body, recordAnswer }) => {
    const { view, stored } = await createSubscription(caller, judgeSubscription(body), recordAnswer)
    return created(view, stored)
  },
)

export const GET = handle({ scope: 'integrations:read', query: subscriptionQuery, problems }, async ({ caller, query, request }) => {
  const page = await listSubscriptions(caller.workspaceId, query, `${env().APP_URL}${request.path}`)
  return ok({ ...page, results: page.results.map((one) => subscriptionFor(caller, one)) })
})
