import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { workspaceKeys } from '@/lib/api-client/query-keys'
import type { WorkspacePatch, WorkspaceView } from '@/lib/contracts/workspace'

const path = '/api/v1/workspace'

export function useWorkspace() {
  return useQuery({ queryKey: workspaceKeys.current(), queryFn: ({ signal }) => apiFetch<WorkspaceView>(path, { signal }) })
}

export function useUpdateWorkspace() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (patch: WorkspacePatch) => apiFetch<WorkspaceView>(path, { method: 'PATCH', body: patch }),
    onSuccess: async (view) => {
      client.setQueryData(workspaceKeys.current(), view)
      await client.invalidateQueries({ queryKey: workspaceKeys.own() })
      toast.success('The workspace was changed.')
    },
  })
}
