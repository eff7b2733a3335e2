import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { portfolioKeys, scorecardKeys } from '@/lib/api-client/query-keys'
import type { Page } from '@/lib/contracts/paging'
import type { PortfolioDetail, PortfolioPatch, PortfolioView } from '@/lib/contracts/scorecard'

const path = '/api/v1/portfolios'
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`

export function usePortfolios() {
  return useQuery({
    queryKey: portfolioKeys.list(),
    queryFn: ({ signal }) => apiFetch<Page<PortfolioView>>(path, { query: { limit: 200 }, signal }),
    select: (page) => page.data,
  })
}

export function usePortfolio(id: string | null) {
  return useQuery({
    queryKey: portfolioKeys.detail(id ?? ''),
    queryFn: ({ signal }) => apiFetch<PortfolioDetail>(pathOf(id ?? ''), { signal }),
    enabled: id !== null,
  })
}

/** Creates one without an id, changes one with. */
export function useSavePortfolio() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, ...body }: PortfolioPatch & { id: string | null }) =>
      apiFetch<PortfolioDetail>(id === null ? path : pathOf(id), { method: id === null ? 'POST' : 'PATCH', body }),
    onSuccess: () => Promise.all([portfolioKeys.all, scorecardKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export function useDeletePortfolio() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<PortfolioView, 'id'>) => apiFetch<void>(pathOf(id), { method: 'DELETE' }),
    onSuccess: () => Promise.all([portfolioKeys.all, scorecardKeys.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
