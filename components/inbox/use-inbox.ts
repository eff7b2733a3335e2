import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { inboxKeys } from '@/lib/api-client/query-keys'
import type { InboxAnswer, InboxRequestDetail, InboxRequestView, InboxView } from '@/lib/contracts/inbox'
import type { Page } from '@/lib/contracts/paging'

const path = '/api/v1/inbox'
const POLL_MS = 2000
const MOST = 100

export const fetchInbox = () => apiFetch<InboxView>(path)

/** Its answer is asked for again: it may be used up by what arrives. */
export function useInbox(live = false) {
  return useQuery({
    queryKey: inboxKeys.address(),
    queryFn: ({ signal }) => apiFetch<InboxView>(path, { signal }),
    refetchInterval: live ? POLL_MS : false,
  })
}

/** All that is kept, newest first; there is never more than one page. */
export function useInboxRequests(live: boolean) {
  return useQuery({
    queryKey: inboxKeys.requests(),
    queryFn: async ({ signal }) => (await apiFetch<Page<InboxRequestView>>(`${path}/requests`, { query: { limit: MOST }, signal })).data,
    refetchInterval: live ? POLL_MS : false,
  })
}

/** What was kept of a request never changes. */
export function useInboxRequest(id: string) {
  return useQuery({
    queryKey: inboxKeys.request(id),
    queryFn: ({ signal }) => apiFetch<InboxRequestDetail>(`${path}/requests/${id}`, { signal }),
    staleTime: Infinity,
  })
}

export function useSetAnswer() {
  const client = useQueryClient()
  return useMutation({
    scope: { id: 'inbox answer' }, // one after the other, so that the last choice is what counts
    onMutate: () => client.cancelQueries({ queryKey: inboxKeys.address() }), // its answer would be from before
    mutationFn: (answer: InboxAnswer) => apiFetch<InboxView>(path, { method: 'PATCH', body: { answer } }),
    onSuccess: (inbox) => client.setQueryData(inboxKeys.address(), inbox),
    onError: (error) => toastError('The answer was not changed.', error),
  })
}

export function useRenewToken(onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => apiFetch<InboxView>(`${path}/token`, { method: 'POST' }),
    onSuccess: (inbox) => {
      client.setQueryData(inboxKeys.address(), inbox)
      toast.success('The inbox has a new address.')
      onDone()
    },
    onError: (error) => toastError('The address was not changed.', error),
  })
}

export function useClearInbox(onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => apiFetch<void>(`${path}/requests`, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.cancelQueries({ queryKey: inboxKeys.requests() }) // an answer from before would bring them back
      client.setQueryData(inboxKeys.requests(), [])
      onDone()
    },
    onError: (error) => toastError('The inbox was not cleared.', error),
  })
}
