import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { deliveryKeys, integrationKeys } from '@/lib/api-client/query-keys'
import type { IntegrationView } from '@/lib/contracts/integration'

type Named = Pick<IntegrationView, 'id' | 'name'>

const pathOf = (id: string) => `/api/v1/integrations/${encodeURIComponent(id)}`
const renew = (client: QueryClient) => client.invalidateQueries({ queryKey: integrationKeys.all })

export function useSwitchIntegration({ id, name }: Named) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (enabled: boolean) =>
      apiFetch<unknown>(`${pathOf(id)}/${enabled ? 'enable' : 'disable'}`, { method: 'POST', body: enabled ? {} : undefined }),
    onSuccess: async (_, enabled) => {
      await renew(client)
      toast.success(enabled ? `${name} is on.` : `${name} is off. What is waiting for it is not sent.`)
    },
    onError: (error, enabled) => toastError(`${name} was not switched ${enabled ? 'on' : 'off'}.`, error),
  })
}

export function useDeleteIntegration({ id, name }: Named) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => apiFetch<void>(pathOf(id), { method: 'DELETE' }),
    onSuccess: async () => {
      client.removeQueries({ queryKey: integrationKeys.detail(id) })
      await client.invalidateQueries({ queryKey: integrationKeys.list() })
      void client.invalidateQueries({ queryKey: deliveryKeys.all })
      toast.success(`${name} was deleted.`)
    },
    onError: (error) => toastError(`${name} was not deleted.`, error),
  })
}

/** Gives the new signing secret; it is in this answer and nowhere else. */
export function useRotateSecret(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (overlapHours: number) => {
      const answer = await apiFetch<Pick<IntegrationView, 'signing'>>(`${pathOf(id)}/rotate-secret`, { method: 'POST', body: { overlapHours } })
      return typeof answer.signing.secret === 'string' ? answer.signing.secret : null
    },
    gcTime: 0, // the answer holds a secret
    onSuccess: () => void renew(client),
    onError: (error) => toastError('The secret was not rotated.', error),
  })
}
