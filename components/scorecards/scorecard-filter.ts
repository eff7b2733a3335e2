import { parseAsString, parseAsStringLiteral, useQueryStates, type inferParserType } from 'nuqs'

const parsers = {
  q: parseAsString.withDefault(''),
  kind: parseAsStringLiteral(['mine', 'vendor', 'domain'] as const),
  followed: parseAsStringLiteral(['true', 'false'] as const),
  tier: parseAsString.withDefault(''),
  portfolio: parseAsString.withDefault(''),
}

export type ScorecardFilter = inferParserType<typeof parsers>

export const useScorecardFilter = () => useQueryStates(parsers, { history: 'replace', scroll: false })

export const emptyScorecardFilter: Record<keyof ScorecardFilter, null> = { q: null, kind: null, followed: null, tier: null, portfolio: null }

export const isScorecardFiltered = (filter: ScorecardFilter) => Object.values(filter).some((value) => value !== null && value !== '')

/** The query of `GET /scorecards`. */
export const toScorecardQuery = (filter: ScorecardFilter) => ({ ...filter, tier: filter.tier.trim() })
