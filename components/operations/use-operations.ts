import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { query, useQueryState } from '@/components/lists/use-query-states'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { deliveryKeys, eventKeys, integrationKeys, operationKeys } from '@/lib/api-client/query-keys'
import type { OperationView } from '@/lib/contracts/operation'
import type { Page } from '@/lib/contracts/paging'

const BUSY_MS = 1000
const IDLE_MS = 15_000

const pathOf = (id: string) => `/api/v1/bulk-resends/${encodeURIComponent(id)}`

/** The operation that this page has started: in the URL, so that a reload goes on showing it. */
export const useShownOperation = () => useQueryState('operation', query.optionalText)

/** The latest ones, also those that others have started. */
export function useOperations() {
  return useQuery({
    queryKey: operationKeys.list(),
    queryFn: ({ signal }) => apiFetch<Page<OperationView>>('/api/v1/bulk-resends', { query: { limit: 20 }, signal }),
    refetchInterval: ({ state }) => (state.data?.data.some(({ status }) => status === 'running') ? BUSY_MS : IDLE_MS),
  })
}

/** One with its progress; followed while it runs. */
export function useOperation(id: string) {
  const client = useQueryClient()
  return useQuery({
    queryKey: operationKeys.detail(id),
    queryFn: async ({ signal }) => {
      const operation = await apiFetch<OperationView>(pathOf(id), { signal })
      if (operation.status !== 'running') void renewOthers(client)
      return operation
    },
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? BUSY_MS : false),
  })
}

// What an operation has changed is shown elsewhere; lists stay as they are, their heads tell.
const renewOthers = (client: ReturnType<typeof useQueryClient>) => Promise.all(
  [deliveryKeys.all, eventKeys.all, integrationKeys.all].map((queryKey) =>
    client.invalidateQueries({ queryKey, predicate: (query) => query.queryKey[0] === 'integrations' || query.queryKey[1] !== 'list' })),
)

export function useCancelOperation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => apiFetch<void>(pathOf(id), { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: operationKeys.all }),
    onError: (error) => toastError('It was not cancelled.', error),
  })
}
