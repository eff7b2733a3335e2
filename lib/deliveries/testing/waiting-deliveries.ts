import type pg from 'pg'
import { bySystem } from '@/lib/audit/acting'
import { integrationInput, type IntegrationPatch } from '@/lib/contracts/integration'
import { prisma } from '@/lib/db'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { newId } from '@/lib/ids'
import { createIntegration } from '@/lib/integrations/create-integration'
import { door } from '@/lib/security/outgoing'

const quiet = { warn() {}, error() {} }
const EVENT_TYPE = 'DataLeakPublished'

/** An integration with these limits; its id. */
export async function createLimited(workspaceId: string, url: string, limits: IntegrationPatch['limits']): Promise<string> {
  const input = integrationInput.parse({ type: 'webhook', name: 'x', triggers: [{ type: EVENT_TYPE }], destination: { url }, limits })
  return (await createIntegration(bySystem(workspaceId), input)).view.id
}

/** Stores deliveries that wait, with bodies; their ids. */
export async function storeWaiting(workspaceId: string, integrationId: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('dlv'))
  await prisma().delivery.createMany({
    data: ids.map((id) => ({
      id, workspaceId, integrationId, eventId: newId('evt'), eventType: EVENT_TYPE, status: 'pending' as const, maxAttempts: 3, url: 'x',
    })),
  })
  await prisma().deliveryBody.createMany({
    data: ids.map((deliveryId) => ({ deliveryId, body: new Uint8Array([123, 125]), contentType: 'application/json' })),
  })
  return ids
}

/** A sender as a worker of its own would have it; nothing is dispatched. */
export const startSenderOn = (pool: pg.Pool): DeliverySender => new DeliverySender({
  pool, dispatch: async () => {}, door: door(), worker: newId('wrk'), clock: Date.now, random: () => 0.5, log: quiet,
})
