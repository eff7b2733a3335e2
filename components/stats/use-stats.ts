import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { query, useQueryState } from '@/components/lists/use-query-states'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { statsKeys } from '@/lib/api-client/query-keys'
import type { IntegrationStats, IntegrationsStats, Stats, StatsRange } from '@/lib/contracts/stats'

const ranges = query.oneOfOr<StatsRange>(['24h', '7d', '30d'], '24h')

/** What charts show is in the address. */
export const useStatsRange = () => useQueryState('range', ranges)

const everyMs: Record<StatsRange, number> = { '24h': 15_000, '7d': 60_000, '30d': 60_000 }
// Days begin at the reader's midnight.
const utcOffset = () => -new Date().getTimezoneOffset()

/** Attempts of the workspace over time. */
export function useStats(range: StatsRange) {
  return useQuery({
    queryKey: statsKeys.workspace(range),
    queryFn: ({ signal }) => apiFetch<Stats>('/api/v1/stats', { query: { range, utcOffset: utcOffset() }, signal }),
    refetchInterval: everyMs[range],
    placeholderData: keepPreviousData,
  })
}

/** Attempts of one integration over time. */
export function useIntegrationStats(id: string, range: StatsRange) {
  return useQuery({
    queryKey: statsKeys.integration(id, range),
    queryFn: ({ signal }) =>
      apiFetch<IntegrationStats>(`/api/v1/integrations/${encodeURIComponent(id)}/stats`, { query: { range, utcOffset: utcOffset() }, signal }),
    refetchInterval: everyMs[range],
    placeholderData: keepPreviousData,
  })
}

/** The last 24 hours of all integrations, for the small charts of lists. */
export function useRecentHours() {
  return useQuery({
    queryKey: statsKeys.recent(),
    queryFn: ({ signal }) => apiFetch<IntegrationsStats>('/api/v1/stats/integrations', { signal }),
    refetchInterval: 30_000,
  })
}
