import { newId } from '@/lib/ids'
import type { Target } from '@/lib/integrations/load-targets'
import type { NotificationText } from '@/lib/renderers/render-task'
import { maskUrl } from '@/lib/security/mask-url'
import type { StoredEvent } from './render-attempt'
import { renderDelivery } from './render-delivery'
import { maxAttempts } from './retry-policy'
import type { RoutedDelivery } from './store-routed'

/** A delivery that is about to be stored, and for whom it is. */
export interface Planned {
  routed: RoutedDelivery
  target: Target
}

/** An event as its deliveries are made of it. */
export interface PlannedEvent {
  event: StoredEvent & { workspace_id: string }
  notification: NotificationText
  onceKey: Buffer | null
}

/**
 * Makes the delivery of an event for an integration, with its body or the reason why there is none. Stores nothing. With
 * `patienceMs` it throws `unavailable` when no renderer can begin within that time.
 */
export async function planDelivery(
  { event, notification, onceKey }: PlannedEvent, target: Target, now: number, options: { patienceMs?: number } = {},
): Promise<Planned> {
  const id = newId('dlv', now)
  const rendered = await renderDelivery(target, notification, event.type, { id, createdAt: now }, options)
  return {
    target,
    routed: {
      id, workspaceId: event.workspace_id, eventId: event.id, integrationId: target.id, version: target.version, eventType: event.type, onceKey,
      maxAttempts: maxAttempts(target.retryPolicy), createdAt: now, url: target.redact(maskUrl(target.url)), leaseMs: null,
      body: rendered.ok ? rendered.body : null,
      contentType: rendered.contentType,
      template: rendered.ok ? rendered.template : null,
      problem: rendered.ok ? null : rendered.message,
    },
  }
}
