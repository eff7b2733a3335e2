import { useQuery } from '@tanstack/react-query'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { integrationKeys } from '@/lib/api-client/query-keys'
import type { IntegrationView } from '@/lib/contracts/integration'

export function useIntegration(id: string) {
  return useQuery({
    queryKey: integrationKeys.detail(id),
    queryFn: ({ signal }) => apiFetch<IntegrationView>(`/api/v1/integrations/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: 10_000, // health and counts change by themselves
  })
}
