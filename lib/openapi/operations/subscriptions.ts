import { subscription, subscriptionInput, subscriptionPage, subscriptionQuery } from '@/lib/contracts/subscription'
import type { OperationGroup } from '../operation'

export const subscriptions: OperationGroup = {
  tag: 'Subscriptions',
  description: 'The shape of Argyle\'s v1: snake_case, its errors and its paging. What is made here is an integration as well.',
  operations: {
    'POST /webhooks': {
      id: 'createSubscription', summary: 'Subscribe to reputations', scope: 'integrations:write', argyle: true,
      description: '`"*"` is all of them. The answer echoes `secret`; from then on it is null.', body: subscriptionInput, answers: { 201: subscription },
      example: { events: ['*'], name: 'Reputations', url: 'https://example.com/hook', secret: 'a secret of yours' },
    },
    'GET /webhooks': { id: 'listSubscriptions', summary: 'Subscriptions', scope: 'integrations:read', argyle: true, query: subscriptionQuery, answers: { 200: subscriptionPage } },
    'GET /webhooks/[id]': { id: 'readSubscription', summary: 'One subscription', scope: 'integrations:read', argyle: true, answers: { 200: subscription } },
    'DELETE /webhooks/[id]': { id: 'deleteSubscription', summary: 'Unsubscribe', scope: 'integrations:write', argyle: true, answers: { 204: null } },
  },
}
