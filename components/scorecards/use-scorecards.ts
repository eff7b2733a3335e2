import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { portfolioKeys, scorecardKeys } from '@/lib/api-client/query-keys'
import type { Page } from '@/lib/contracts/paging'
import type { ObservationView, ScorecardInput, ScorecardPatch, ScorecardView } from '@/lib/contracts/scorecard'
import { toScorecardQuery, type ScorecardFilter } from './scorecard-filter'

const path = '/api/v1/scorecards'
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`

export function useScorecards(filter: ScorecardFilter) {
  return useInfiniteQuery({
    queryKey: scorecardKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      apiFetch<Page<ScorecardView>>(path, { query: { ...toScorecardQuery(filter), limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null, // the type of all later ones
    getNextPageParam: (last) => last.page.nextCursor,
  })
}

export function useScorecard(id: string) {
  return useQuery({
    queryKey: scorecardKeys.detail(id),
    queryFn: ({ signal }) => apiFetch<ScorecardView>(pathOf(id), { signal }),
  })
}

const MOST_PAGES = 5

async function readHistory(id: string, since: string | null, signal: AbortSignal): Promise<ObservationView[]> {
  const all: ObservationView[] = []
  let cursor: string | null = null
  for (let i = 0; i < MOST_PAGES && (i === 0 || cursor !== null); i++) {
    const { data, page }: Page<ObservationView> = await apiFetch(`${pathOf(id)}/history`, { query: { since, limit: 200, cursor }, signal })
    all.push(...data)
    cursor = page.nextCursor
  }
  return all
}

/** Newest first; `since` null is as far back as 1000 observations reach. */
export function useHistory(id: string, since: string | null) {
  return useQuery({
    queryKey: scorecardKeys.history(id, since),
    queryFn: ({ signal }) => readHistory(id, since, signal),
    placeholderData: (former) => former,
  })
}

export function useCreateScorecard() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Partial<ScorecardInput>) => apiFetch<ScorecardView>(path, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: scorecardKeys.all }),
  })
}

export function useUpdateScorecard(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ScorecardPatch) => apiFetch<ScorecardView>(pathOf(id), { method: 'PATCH', body }),
    onSuccess: async (view) => {
      client.setQueryData(scorecardKeys.detail(id), view)
      await client.invalidateQueries({ queryKey: scorecardKeys.all })
    },
    onError: (error) => toastError('The scorecard was not changed.', error),
  })
}

export function useDeleteScorecard(onDeleted: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<ScorecardView, 'id' | 'domain'>) => apiFetch<void>(pathOf(id), { method: 'DELETE' }),
    onSuccess: async (_, { id, domain }) => {
      onDeleted()
      client.removeQueries({ queryKey: scorecardKeys.detail(id) })
      await Promise.all([scorecardKeys.all, portfolioKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })))
      toast.success(`${domain} was deleted.`)
    },
    onError: (error, { domain }) => toastError(`${domain} was not deleted.`, error),
  })
}
