import type { ListedRoute } from './list-routes'

const score = { type: 'CustomerCSTARUnderThreshold', context: { LatestScore: 599, PrevScore: 732, Threshold: 600 } }
const integration = {
  type: 'webhook', name: 'SIEM', triggers: [{ type: score.type }], destination: { url: 'http://127.0.0.1:19999/hook' },
}

const rule = { name: 'Drops', event: { kind: 'score_drop', threshold: 50 }, scope: { kind: 'mine' }, steps: [{ url: 'http://127.0.0.1:19999/hook' }] }

// What a client would send, by the name of the route. A route whose body may be `{}` needs none.
const examples: Record<string, object> = {
  'PATCH /inbox': { answer: { status: 429, retryAfterSeconds: 30, times: 2 } },
  'PATCH /members/[id]': { role: 'viewer' },
  'POST /account/password': { currentPassword: 'wrong horse battery', newPassword: 'correct horse battery' },
  'POST /invitations': { email: 'new@example.com', role: 'viewer' },
  'POST /workspaces': { name: 'Umbrella' },
  'POST /api-keys': { name: 'Rating service', scopes: ['events:write'] },
  'POST /bulk-resends': { filter: { status: ['failed'] }, dryRun: true },
  'POST /events': score,
  'POST /event-types': { key: 'order.shipped', label: 'When an order is shipped', sample: { context: { orderId: 1042, shippedAt: '2026-01-01T09:30:00Z', items: [{ sku: 'A-1' }] } } },
  'POST /integration-drafts': { step: 'type', data: { name: 'Draft' } },
  'POST /integrations': integration,
  'POST /integrations/check-url': { url: 'https://hooks.example.com/in' },
  'POST /integrations/test': { integration, triggerType: score.type },
  'POST /webhooks': { events: ['*'], name: 'Reputations', url: 'http://127.0.0.1:19999/hook' },
  'POST /rules': rule,
  'POST /rules/test': { rule },
  'POST /portfolios': { name: 'Critical vendors' },
  'POST /portfolios/[id]/members': { members: ['example.com'] },
  'POST /scorecards': { domain: 'Example.com' },
  'POST /scorecards/import': { scorecards: [{ domain: 'example.com', tier: '1' }] },
  'POST /scores': { scores: [{ domain: 'example.com', score: 732 }] },
  'POST /triggers/backtest': { triggerType: score.type },
  'POST /templates/preview': { template: '{"id":{{ notification.id }}}', triggerType: score.type },
}

/** What a route's body must be. */
export const bodyContract = ({ spec }: ListedRoute) => spec.contract ?? spec.body

/** A body that the route's contract takes; undefined where it takes none. */
export function exampleBody(route: ListedRoute): object | undefined {
  const contract = bodyContract(route)
  if (!contract) return undefined
  const example = examples[route.name] ?? {}
  const { success } = contract.safeParse(example)
  if (!success) throw new Error(`${route.name} needs an example of its body in app/api/v1/testing/examples.ts`)
  return example
}
