import * as z from 'zod'
import type { Queryable } from '@/lib/db'
import { sharePermits, type PermitRequest, type Share } from './share-permits'

export interface PermitAsk extends Omit<PermitRequest, 'worker'> {
  integrationId: string
}

export interface Leased {
  granted: number
  fair: number | null
  othersWait: boolean
  leftMs: number // of the lease
}

const holders = z.record(z.string(), z.object({ n: z.number(), w: z.number(), u: z.number() }))

const READ = `
  SELECT a.id, coalesce(g.permits::text, '{}') AS permits, coalesce(g.permit_version, 0) AS version,
    extract(epoch FROM clock_timestamp())::float8 * 1000 AS now
  FROM unnest($1::text[]) AS a(id) LEFT JOIN integration_gate g ON g.integration_id = a.id`

// Only where nobody else has written since we read.
const WRITE = `
  INSERT INTO integration_gate AS g (integration_id, permits, permit_version)
  SELECT * FROM unnest($1::text[], $2::jsonb[], $3::int[]) AS u(id, permits, version) ORDER BY id
  ON CONFLICT (integration_id) DO UPDATE SET permits = excluded.permits, permit_version = excluded.permit_version
    WHERE g.permit_version = excluded.permit_version - 1
  RETURNING integration_id AS id`

interface ReadRow {
  id: string
  permits: string
  version: number
  now: number
}

/**
 * Asks for places on the wire of some integrations, until `leaseMs` from now. What another worker asked for at the same
 * moment is asked again by the caller: such integrations are missing in the result.
 */
export async function leasePermits(
  db: Queryable, worker: string, asks: readonly PermitAsk[], leaseMs: number,
): Promise<Map<string, Leased>> {
  const { rows } = await db.query<ReadRow>({ name: 'read_permits', text: READ, values: [asks.map((ask) => ask.integrationId)] })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const shares = asks.flatMap((ask) => {
    const row = byId.get(ask.integrationId)
    if (!row) return []
    const share = sharePermits(holders.parse(JSON.parse(row.permits)), { ...ask, worker }, row.now, leaseMs)
    return [{ id: row.id, version: row.version + 1, share }]
  })
  const changed = shares.filter(({ share }) => share.changed)
  const ours = new Set(shares.filter(({ share }) => !share.changed).map(({ id }) => id))
  for (const id of changed.length > 0 ? await write(db, changed) : []) ours.add(id)
  return new Map(shares.filter(({ id }) => ours.has(id)).map(({ id, share }) => [id, share]))
}

const write = async (db: Queryable, shares: ReadonlyArray<{ id: string; version: number; share: Share }>): Promise<string[]> => {
  const { rows } = await db.query<{ id: string }>({
    name: 'write_permits',
    text: WRITE,
    values: [shares.map(({ id }) => id), shares.map(({ share }) => JSON.stringify(share.holders)), shares.map(({ version }) => version)],
  })
  return rows.map(({ id }) => id)
}

const DROP = `
  UPDATE integration_gate SET permits = CASE WHEN $2 THEN '{}'::jsonb ELSE permits - $1::text[] END,
    permit_version = permit_version + 1
  WHERE $2 OR permits ?| $1::text[]`

/** Takes back what workers hold that are known to be gone; `all`: nobody who held anything can be alive. */
export async function dropPermits(db: Queryable, dead: readonly string[] | 'all'): Promise<void> {
  if (dead.length > 0) await db.query(DROP, [dead === 'all' ? [] : dead, dead === 'all'])
}
