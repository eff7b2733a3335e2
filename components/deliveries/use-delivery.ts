import { useQuery } from '@tanstack/react-query'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { deliveryKeys } from '@/lib/api-client/query-keys'
import type { DeliveryDetail, DeliveryStatus } from '@/lib/contracts/delivery'

const pollMs: Record<DeliveryStatus, number | false> = {
  pending: 2000, sending: 1000, retrying: 2000, succeeded: false, failed: false, cancelled: false,
}

export function useDelivery(id: string) {
  return useQuery({
    queryKey: deliveryKeys.detail(id),
    queryFn: ({ signal }) => apiFetch<DeliveryDetail>(`/api/v1/deliveries/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: (query) => (query.state.data ? pollMs[query.state.data.status] : false),
  })
}
