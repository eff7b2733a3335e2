import { useQuery } from '@tanstack/react-query'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { deliveryKeys } from '@/lib/api-client/query-keys'
import type { DeliveryView } from '@/lib/contracts/delivery'
import type { Page } from '@/lib/contracts/paging'

interface RecentFilter {
  limit: number
  integrationId?: string
  eventId?: string
  status?: readonly string[]
  test?: 'true' | 'false'
}

/** A few deliveries on other pages; kept up to date while they are looked at. */
export function useRecentDeliveries(filter: RecentFilter) {
  return useQuery({
    queryKey: deliveryKeys.recent(filter),
    queryFn: ({ signal }) => apiFetch<Page<DeliveryView>>('/api/v1/deliveries', { query: { ...filter }, signal }),
    refetchInterval: 5000,
  })
}
