import { randomUUID } from 'node:crypto'
import type { Acting } from '@/lib/audit/acting'
import { integrationInput } from '@/lib/contracts/integration'
import type { Subscription, SubscriptionInput } from '@/lib/contracts/subscription'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { createIntegration } from '@/lib/integrations/create-integration'
import { expandEvents } from './view-subscription'

/** `view` echoes the secret, `stored` is what an Idempotency-Key keeps. */
export interface CreatedSubscription {
  view: Subscription
  stored: Subscription
}

/** Makes the integration that a subscription is: preset `argyle`, the default bodies, signed only where a secret was given. */
export async function createSubscription(
  acting: Acting, input: SubscriptionInput, recordAnswer?: RecordAnswer,
): Promise<CreatedSubscription> {
  const { events, name, url, secret } = input
  const id = randomUUID()
  const asIntegration = integrationInput.parse({
    type: 'webhook', preset: 'argyle', name, triggers: expandEvents(events).map((type) => ({ type })),
    destination: { url }, signing: { scheme: 'argyle', secret },
  })
  const toStored = (made: { url: string; createdAt: string; updatedAt: string }): Subscription =>
    ({ id, events, name, url: made.url, secret: null, config: null, created_at: made.createdAt, updated_at: made.updatedAt })
  // Joins the transaction that stores the integration: what is only a subscription's is written there too.
  const finish: RecordAnswer = async (tx, { status, body }) => {
    const made = body as Awaited<ReturnType<typeof createIntegration>>['stored'] // what createIntegration records
    await tx.query('UPDATE integration SET uuid = $2::uuid, asked_events = $3 WHERE id = $1', [made.id, id, events])
    await recordAnswer?.(tx, { status, body: toStored({ ...made, url: made.destination.url }) })
  }
  const { stored: made } = await createIntegration(acting, asIntegration, finish)
  const stored = toStored({ ...made, url: made.destination.url })
  return { view: { ...stored, secret }, stored }
}
