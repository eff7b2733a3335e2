import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { deliveryKeys } from '@/lib/api-client/query-keys'

export type ResendBody = 'original' | 'render'

interface ResendRequest {
  id: string
  body: ResendBody
}

// The list itself stays as it is; its head tells what changed.
const renew = (client: QueryClient) =>
  client.invalidateQueries({ queryKey: deliveryKeys.all, predicate: (query) => query.queryKey[1] !== 'list' })

export function useResendDelivery(options: { onRendered?: (id: string) => void } = {}) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: ResendRequest) =>
      apiFetch<{ id?: string }>(`/api/v1/deliveries/${encodeURIComponent(id)}/resend`, { method: 'POST', body: { body } }),
    onSuccess: (answer, { id, body }) => {
      void renew(client)
      if (body === 'original') return void toast.success('One more attempt is on its way with the original body.')
      const made = answer.id && answer.id !== id ? answer.id : null
      const open = options.onRendered
      toast.success('Rendered anew and sent as a new delivery.', {
        action: made && open ? { label: 'Open', onClick: () => open(made) } : undefined,
      })
    },
    onError: (error) => toastError('It was not resent.', error),
  })
}

export function useCancelDelivery() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => apiFetch<unknown>(`/api/v1/deliveries/${encodeURIComponent(id)}/cancel`, { method: 'POST' }),
    onSuccess: () => {
      void renew(client)
      toast.success('Cancelled. Nothing more is sent for this delivery.')
    },
    onError: (error) => toastError('It was not cancelled.', error),
  })
}
