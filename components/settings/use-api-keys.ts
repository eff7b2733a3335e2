import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { apiKeyKeys } from '@/lib/api-client/query-keys'
import type { ApiKeyView, Scope } from '@/lib/contracts/api-key'

const path = '/api/v1/api-keys'

export function useApiKeys() {
  return useQuery({
    queryKey: apiKeyKeys.list(),
    queryFn: ({ signal }) => apiFetch<{ data: ApiKeyView[] }>(path, { query: { limit: 200 }, signal }),
    select: (list) => list.data,
  })
}

/** The answer holds the key itself: it is shown once and kept nowhere. */
export function useCreateApiKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: { name: string; scopes: Scope[] }) =>
      apiFetch<ApiKeyView & { key: string }>(path, { method: 'POST', body: input }),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: apiKeyKeys.all }),
  })
}

export function useRevokeApiKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<ApiKeyView, 'id' | 'name'>) => apiFetch<void>(`${path}/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: async (_, { name }) => {
      await client.invalidateQueries({ queryKey: apiKeyKeys.all })
      toast.success(`${name} was revoked.`)
    },
    onError: (error, { name }) => toastError(`${name} was not revoked.`, error),
  })
}
