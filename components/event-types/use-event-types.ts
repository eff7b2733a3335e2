import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { eventTypeKeys } from '@/lib/api-client/query-keys'
import type { EventTypeView } from '@/lib/contracts/event-type'

interface EventTypeList {
  data: EventTypeView[]
}

export function useEventTypes() {
  return useQuery({
    queryKey: eventTypeKeys.list(),
    queryFn: ({ signal }) => apiFetch<EventTypeList>('/api/v1/event-types', { query: { limit: 200 }, signal }),
    select: (list) => list.data,
    staleTime: 300_000,
  })
}

/** Event types by key; empty while they load. */
export function useEventTypeMap(): ReadonlyMap<string, EventTypeView> {
  const { data } = useEventTypes()
  return useMemo(() => new Map((data ?? []).map((type) => [type.key, type])), [data])
}
