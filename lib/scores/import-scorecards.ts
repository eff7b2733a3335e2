import type { ScorecardImport, ScorecardsImported } from '@/lib/contracts/scorecard'
import { inTransaction } from '@/lib/db'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'

// What is not given stays as it is; a new one has the usual values.
const UPSERT = `
  INSERT INTO scorecard AS s (id, workspace_id, domain, name, kind, followed, tier, labels)
  SELECT id, $1, domain, name, coalesce(kind, 'vendor'), coalesce(followed, false), tier,
    coalesce((SELECT array_agg(l) FROM json_array_elements_text(labels::json) l), '{}')
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::text[], $8::text[])
    AS i(id, domain, name, kind, followed, tier, labels) ORDER BY domain
  ON CONFLICT (workspace_id, domain) DO UPDATE SET
    name = coalesce(excluded.name, s.name), tier = coalesce(excluded.tier, s.tier), updated_at = now(),
    kind = CASE WHEN excluded.domain = ANY($9) THEN excluded.kind ELSE s.kind END,
    followed = CASE WHEN excluded.domain = ANY($10) THEN excluded.followed ELSE s.followed END,
    labels = CASE WHEN excluded.domain = ANY($11) THEN excluded.labels ELSE s.labels END
  RETURNING id`

/** Creates the scorecards that are not there and changes those that are; of a domain that is given twice the last counts. */
export async function importScorecards(
  workspaceId: string, { scorecards }: ScorecardImport, recordAnswer?: RecordAnswer,
): Promise<ScorecardsImported> {
  const all = [...new Map(scorecards.map((one) => [one.domain, one])).values()]
  const column = <T>(pick: (one: (typeof all)[number]) => T) => all.map(pick)
  const given = (name: 'kind' | 'followed' | 'labels') => all.filter((one) => one[name] !== undefined).map(({ domain }) => domain)
  const ids = all.map(() => newId('sco'))
  return inTransaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(UPSERT, [
      workspaceId, ids, column((one) => one.domain), column((one) => one.name ?? null), column((one) => one.kind ?? null),
      column((one) => one.followed ?? null), column((one) => one.tier ?? null), column((one) => JSON.stringify(one.labels ?? [])),
      given('kind'), given('followed'), given('labels'),
    ])
    const isNew = new Set(ids)
    const created = rows.filter(({ id }) => isNew.has(id)).length
    const answer = { created, changed: rows.length - created }
    await recordAnswer?.(tx, { status: 200, body: answer })
    return answer
  })
}
