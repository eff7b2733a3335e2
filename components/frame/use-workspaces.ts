import { useMutation, useQuery } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { workspaceKeys } from '@/lib/api-client/query-keys'
import type { OwnWorkspace } from '@/lib/contracts/workspace'

const path = '/api/v1/workspaces'

export function useOwnWorkspaces(enabled: boolean) {
  return useQuery({
    queryKey: workspaceKeys.own(),
    queryFn: ({ signal }) => apiFetch<{ data: OwnWorkspace[] }>(path, { signal }),
    select: (list) => list.data,
    enabled,
  })
}

// A full load: nothing that was cached of one workspace is shown in another.
const openHome = () => window.location.assign('/')

export function useSwitchWorkspace() {
  return useMutation({
    mutationFn: ({ id }: OwnWorkspace) => apiFetch<void>(`${path}/${encodeURIComponent(id)}/switch`, { method: 'POST' }),
    onSuccess: openHome,
    onError: (error, { name }) => toastError(`${name} could not be opened.`, error),
  })
}

export function useCreateWorkspace() {
  return useMutation({
    mutationFn: (name: string) => apiFetch<OwnWorkspace>(path, { method: 'POST', body: { name } }),
    onSuccess: openHome,
  })
}
