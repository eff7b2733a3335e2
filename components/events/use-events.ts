import { useQuery } from '@tanstack/react-query'
import { useLiveList } from '@/components/lists/use-live-list'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { eventKeys } from '@/lib/api-client/query-keys'
import type { EventDetail, ListedEvent } from '@/lib/contracts/event'
import type { Page } from '@/lib/contracts/paging'
import { toEventQuery, type EventFilter } from './event-filter'

export function useEvents(filter: EventFilter, live: boolean) {
  return useLiveList<ListedEvent>({
    listKey: eventKeys.list(filter),
    headKey: eventKeys.head(filter),
    live,
    fetchPage: (cursor, signal) =>
      apiFetch<Page<ListedEvent>>('/api/v1/events', { query: { ...toEventQuery(filter, Date.now()), limit: 50, cursor }, signal }),
  })
}

const SETTLED = /^(succeeded|failed|cancelled)$/

/** One event; its context is read exactly, because templates get it exactly. */
export function useEvent(id: string) {
  return useQuery({
    queryKey: eventKeys.detail(id),
    queryFn: ({ signal }) => apiFetch<EventDetail>(`/api/v1/events/${encodeURIComponent(id)}`, { signal, exact: true }),
    structuralSharing: false, // would rebuild the exact numbers as plain objects
    refetchInterval: (query) => {
      const event = query.state.data
      if (!event) return false
      const open = event.deliveries.some(({ status }) => !SETTLED.test(status))
      // Right after it was accepted it is not matched yet.
      return open || event.deliveries.length + event.skips.length === 0 ? 3000 : false
    },
  })
}
