import type { Condition } from '@/lib/contracts/scorecard'
import { scorecardKind } from '@/lib/contracts/scorecard'
import type { Queryable } from '@/lib/db'
import { normaliseDomain } from './normalise-domain'
import type { ScorecardFacts } from './scorecard-facts'

interface EventRow {
  id: string
  workspace_id: string
  type: string
  scorecard: string | null
  context: string
}

interface FactsRow {
  workspace_id: string
  domain: string
  kind: string
  followed: boolean
  tier: string | null
  labels: string[]
  attributes: string
  portfolio_ids: string[]
}

const FACTS = `
  SELECT s.workspace_id, s.domain, s.kind, s.followed, s.tier, s.labels, s.attributes,
    ARRAY(SELECT m.portfolio_id FROM portfolio_member m WHERE m.scorecard_id = s.id) AS portfolio_ids
  FROM scorecard s JOIN unnest($1::text[], $2::text[]) AS w(workspace_id, domain) USING (workspace_id, domain)`

const SUBJECT_FIELDS = ['Domain', 'domain', 'Hostname'] as const

// What an event is about: what its sender says, or what its context names.
const domainOf = ({ scorecard, context }: EventRow): string | null => {
  if (scorecard !== null) return normaliseDomain(scorecard)
  const parsed: unknown = JSON.parse(context)
  const named = SUBJECT_FIELDS.map((name): unknown => (Object.hasOwn(Object(parsed), name) ? Reflect.get(Object(parsed), name) : undefined))
  const first = named.find((value) => typeof value === 'string')
  return typeof first === 'string' ? normaliseDomain(first) : null
}

interface Asking {
  workspace: { id: string }
  triggers: ReadonlyMap<string, { conditions: readonly Condition[] }>
}

/**
 * What conditions ask about the scorecards of these events, by event id. Asks the database only for events whose type
 * has a trigger with conditions, and for those in `always`; an event without a known scorecard has none.
 */
export async function loadFacts(
  db: Queryable, events: readonly EventRow[], askers: Iterable<Asking>, always: readonly EventRow[] = [],
): Promise<Map<string, ScorecardFacts>> {
  const asked = new Set<string>()
  for (const { workspace, triggers } of askers) {
    for (const [type, { conditions }] of triggers) if (conditions.length > 0) asked.add(`${workspace.id} ${type}`)
  }
  if (asked.size === 0 && always.length === 0) return new Map()
  const wanted = events.filter((event) => asked.has(`${event.workspace_id} ${event.type}`) || always.includes(event))
    .map((event) => ({ event, domain: domainOf(event) }))
  if (wanted.length === 0) return new Map()
  const { rows } = await db.query<FactsRow>(FACTS, [wanted.map(({ event }) => event.workspace_id), wanted.map(({ domain }) => domain)])
  const facts = new Map(rows.map((row) => [`${row.workspace_id} ${row.domain}`, toFacts(row)]))
  return new Map(wanted.flatMap(({ event, domain }) => {
    const known = facts.get(`${event.workspace_id} ${domain}`)
    return known ? [[event.id, known]] : []
  }))
}

const toFacts = (row: FactsRow): ScorecardFacts => ({
  kind: scorecardKind.parse(row.kind), followed: row.followed, tier: row.tier, labels: row.labels,
  attributes: Object(JSON.parse(row.attributes)), portfolioIds: row.portfolio_ids,
})
