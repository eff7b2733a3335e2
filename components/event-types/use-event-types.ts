import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { eventTypeKeys } from '@/lib/api-client/query-keys'
import type { EventTypeView } from '@/lib/contracts/event-type'

const path = '/api/v1/event-types'

interface EventTypeList {
  data: EventTypeView[]
}

export function useEventTypes() {
  return useQuery({
    queryKey: eventTypeKeys.list(),
    queryFn: ({ signal }) => apiFetch<EventTypeList>(path, { query: { limit: 200 }, signal }),
    select: (list) => list.data,
    staleTime: 300_000,
  })
}

/** Event types by key; empty while they load. */
export function useEventTypeMap(): ReadonlyMap<string, EventTypeView> {
  const { data } = useEventTypes()
  return useMemo(() => new Map((data ?? []).map((type) => [type.key, type])), [data])
}

/** One event type, its samples to the digit. */
export function useEventType(key: string) {
  return useQuery({
    queryKey: eventTypeKeys.detail(key),
    queryFn: ({ signal }) => apiFetch<EventTypeView>(`${path}/${encodeURIComponent(key)}`, { signal, exact: true }),
  })
}

/** Makes one, or changes that of `key`. */
export function useSaveEventType(key: string | null) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: object) => key === null
      ? apiFetch<EventTypeView>(path, { method: 'POST', body })
      : apiFetch<EventTypeView>(`${path}/${encodeURIComponent(key)}`, { method: 'PATCH', body }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: eventTypeKeys.all })
      toast.success(key === null ? `${saved.key} was created.` : `${saved.key} was changed.`)
    },
  })
}

export function useDeleteEventType() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (key: string) => apiFetch<void>(`${path}/${encodeURIComponent(key)}`, { method: 'DELETE' }),
    onSuccess: async (_, key) => {
      client.removeQueries({ queryKey: eventTypeKeys.detail(key) })
      await client.invalidateQueries({ queryKey: eventTypeKeys.list() })
      toast.success(`${key} was deleted.`)
    },
    onError: (error, key) => toastError(`${key} was not deleted.`, error),
  })
}
