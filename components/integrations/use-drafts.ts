import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { draftKeys } from '@/lib/api-client/query-keys'
import type { DraftView } from '@/lib/contracts/draft'
import type { Page } from '@/lib/contracts/paging'

export function useDrafts() {
  return useQuery({
    queryKey: draftKeys.list(),
    queryFn: ({ signal }) => apiFetch<Page<DraftView>>('/api/v1/integration-drafts', { query: { limit: 200 }, signal }),
    select: (page) => page.data,
  })
}

export function useDeleteDraft() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => apiFetch<void>(`/api/v1/integration-drafts/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: draftKeys.all }),
    onError: (error) => toastError('The draft was not deleted.', error),
  })
}

/** Where the wizard goes on with a draft. */
export function draftHref({ id, integrationId, step }: Pick<DraftView, 'id' | 'integrationId' | 'step'>): string {
  const query = new URLSearchParams({ draft: id, step })
  return integrationId ? `/integrations/${integrationId}/edit?${query}` : `/integrations/new?${query}`
}
