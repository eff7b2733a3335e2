import { query, useQueryStates, type QueryValues } from '@/components/lists/use-query-states'

const parsers = {
  q: query.text,
  kind: query.oneOf(['mine', 'vendor', 'domain'] as const),
  followed: query.oneOf(['true', 'false'] as const),
  tier: query.text,
  portfolio: query.text,
}

export type ScorecardFilter = QueryValues<typeof parsers>

export const useScorecardFilter = () => useQueryStates(parsers)

export const emptyScorecardFilter: Record<keyof ScorecardFilter, null> = { q: null, kind: null, followed: null, tier: null, portfolio: null }

export const isScorecardFiltered = (filter: ScorecardFilter) => Object.values(filter).some((value) => value !== null && value !== '')

/** The query of `GET /scorecards`. */
export const toScorecardQuery = (filter: ScorecardFilter) => ({ ...filter, tier: filter.tier.trim() })
