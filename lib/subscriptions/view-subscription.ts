import { REPUTATION_EVENTS, type Subscription } from '@/lib/contracts/subscription'
import type { Integration, Trigger } from '@/lib/generated/prisma/client'

/** The event types behind what was asked for. */
export const expandEvents = (asked: readonly string[]): string[] => (asked.includes('*') ? [...REPUTATION_EVENTS] : [...asked])

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

/** An integration of the preset as a subscription: its events as they were asked for, unless its triggers were changed since. */
export function viewSubscription(row: Integration & { triggers: Trigger[] }): Subscription {
  const types = [...row.triggers].sort((a, b) => a.position - b.position).map(({ type }) => type)
  return {
    id: row.uuid,
    events: isSame(expandEvents(row.askedEvents), types) ? row.askedEvents : types,
    name: row.name,
    url: row.url,
    secret: null,
    config: null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}
