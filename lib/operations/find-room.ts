import type { Queryable } from '@/lib/db'
import { DEFAULT_CONCURRENCY } from '@/lib/deliveries/delivery-lanes'
import type { Target } from '@/lib/integrations/load-targets'

const PER_STEP = 200
const WIDTHS_AHEAD = 4
const SECONDS_AHEAD = 2

/**
 * How many deliveries of an integration may wait before an operation adds none: a few times what it has on the wire,
 * and no more than leave within two seconds by its rate. A new event waits behind those at most. Pure.
 */
export function mostWaiting({ limits }: Pick<Target, 'limits'>): number {
  const byConcurrency = WIDTHS_AHEAD * (limits.concurrency ?? DEFAULT_CONCURRENCY)
  const byRate = limits.perSecond === null ? PER_STEP : SECONDS_AHEAD * limits.perSecond
  return Math.max(1, Math.min(PER_STEP, byConcurrency, byRate))
}

// What is due, each index range for itself and no further than it matters.
const WAITING = `
  SELECT m.id, (
    SELECT count(*) FROM (
      (SELECT 1 FROM delivery WHERE integration_id = m.id AND (status = 'pending' OR status = 'retrying')
        AND next_attempt_at IS NULL LIMIT m.most)
      UNION ALL
      (SELECT 1 FROM delivery WHERE integration_id = m.id AND (status = 'pending' OR status = 'retrying')
        AND next_attempt_at <= now() LIMIT m.most)
      UNION ALL
      (SELECT 1 FROM delivery WHERE integration_id = m.id AND status = 'pending' AND next_attempt_at > now() LIMIT m.most)
    ) w
  ) AS waiting
  FROM unnest($1::text[], $2::int[]) AS m(id, most)`

/**
 * How many more deliveries each of these integrations may be given now; ordinary traffic goes first. None before half of
 * the room is free: many small steps cost more than few large ones.
 */
export async function findRoom(tx: Queryable, targets: readonly Target[]): Promise<Map<string, number>> {
  const most = new Map(targets.map((target) => [target.id, mostWaiting(target)]))
  const { rows } = await tx.query<{ id: string; waiting: number }>(WAITING, [[...most.keys()], [...most.values()]])
  return new Map(rows.map(({ id, waiting }) => {
    const all = most.get(id) ?? 0
    return [id, waiting > all / 2 ? 0 : all - waiting]
  }))
}
