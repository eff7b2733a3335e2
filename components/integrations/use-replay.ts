import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { useShownOperation } from '@/components/operations/use-operations'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { integrationKeys, operationKeys } from '@/lib/api-client/query-keys'
import type { IntegrationView } from '@/lib/contracts/integration'
import type { OperationView, SkippedEvents } from '@/lib/contracts/operation'

const pathOf = (id: string) => `/api/v1/integrations/${encodeURIComponent(id)}`

/** How many events it missed while it was off, of those that its triggers want; by default since it was switched off. */
export function useSkipped(integrationId: string, since: string | null = null) {
  return useQuery({
    queryKey: operationKeys.skipped(integrationId, since),
    queryFn: ({ signal }) => apiFetch<SkippedEvents>(`${pathOf(integrationId)}/skipped`, { query: { since }, signal }),
    refetchInterval: 60_000, // it may be much to look through
    gcTime: 0,
  })
}

/** Switches it on, if it is not, and sends what it missed since then; the progress is shown on the page. */
export function useReplaySkipped({ id, name }: Pick<IntegrationView, 'id' | 'name'>) {
  const client = useQueryClient()
  const [, setShown] = useShownOperation()
  return useMutation({
    mutationFn: (since: string) =>
      apiFetch<OperationView>(`${pathOf(id)}/enable`, { method: 'POST', body: { replaySkipped: { since } } }),
    onSuccess: async (operation) => {
      void setShown(operation.id)
      void client.invalidateQueries({ queryKey: operationKeys.list() })
      await client.invalidateQueries({ queryKey: integrationKeys.all })
    },
    onError: (error) => toastError(`The skipped events of ${name} were not replayed.`, error),
  })
}
