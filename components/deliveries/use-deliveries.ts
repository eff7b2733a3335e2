import { useLiveList } from '@/components/lists/use-live-list'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { deliveryKeys } from '@/lib/api-client/query-keys'
import type { DeliveryView } from '@/lib/contracts/delivery'
import type { Page } from '@/lib/contracts/paging'
import { toDeliveryQuery, type DeliveryFilter } from './delivery-filter'

export function useDeliveries(filter: DeliveryFilter, live: boolean) {
  return useLiveList<DeliveryView>({
    listKey: deliveryKeys.list(filter),
    headKey: deliveryKeys.head(filter),
    live,
    fetchPage: (cursor, signal) =>
      apiFetch<Page<DeliveryView>>('/api/v1/deliveries', {
        query: { ...toDeliveryQuery(filter, Date.now()), limit: 50, cursor }, signal,
      }),
  })
}
