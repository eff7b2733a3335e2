import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { mailKeys } from '@/lib/api-client/query-keys'
import type { MailView } from '@/lib/contracts/mail'
import type { Page } from '@/lib/contracts/paging'

const path = '/api/v1/mails'

export function useMails() {
  return useInfiniteQuery({
    queryKey: mailKeys.list(),
    queryFn: ({ pageParam, signal }) => apiFetch<Page<MailView>>(path, { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.page.nextCursor,
  })
}

/** The latest few, for those who may see them. */
export function useLatestMails(enabled: boolean) {
  return useQuery({
    queryKey: mailKeys.latest(),
    queryFn: async ({ signal }) => (await apiFetch<Page<MailView>>(path, { query: { limit: 50 }, signal })).data,
    refetchInterval: 60_000,
    enabled,
  })
}

export function useSendMail() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => apiFetch<MailView>(`${path}/${encodeURIComponent(id)}/send`, { method: 'POST' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: mailKeys.all })
      toast.success('The mail is on its way.')
    },
    onError: (error) => toastError('The mail was not sent.', error),
  })
}
