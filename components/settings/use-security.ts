import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { sessionKeys } from '@/lib/api-client/query-keys'
import type { SessionRow } from '@/lib/contracts/account'

const sessions = '/api/v1/account/sessions'

export function useSessions() {
  return useQuery({
    queryKey: sessionKeys.list(),
    queryFn: ({ signal }) => apiFetch<{ data: SessionRow[] }>(sessions, { signal }),
    select: (list) => list.data,
  })
}

export function useRevokeSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<SessionRow, 'id' | 'device'>) => apiFetch<void>(`${sessions}/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: async (_, { device }) => {
      await client.invalidateQueries({ queryKey: sessionKeys.all })
      toast.success(`${device} is signed out.`)
    },
    onError: (error, { device }) => toastError(`${device} is still signed in.`, error),
  })
}

export function useRevokeOtherSessions() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => apiFetch<{ revoked: number }>(sessions, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sessionKeys.all })
      toast.success('You are signed in here only.')
    },
    onError: (error) => toastError('The other sessions go on.', error),
  })
}

export function useChangePassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { currentPassword: string; newPassword: string }) => apiFetch<void>('/api/v1/account/password', { method: 'POST', body }),
    gcTime: 0,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sessionKeys.all })
      toast.success('Your password was changed. Other sessions were signed out.')
    },
  })
}

interface Enabled {
  totpURI: string
  backupCodes: string[]
}

// The library's routes: they set the cookie of the session anew.
const post = <T>(route: string, body: object) => apiFetch<T>(`/api/auth/two-factor/${route}`, { method: 'POST', body })

export const useEnableSecondFactor = () => useMutation({ mutationFn: (password: string) => post<Enabled>('enable', { password }), gcTime: 0 })
export const useConfirmSecondFactor = () => useMutation({ mutationFn: (code: string) => post('verify-totp', { code }), gcTime: 0 })
export const useDisableSecondFactor = () => useMutation({ mutationFn: (password: string) => post('disable', { password }), gcTime: 0 })
export const useNewBackupCodes = () =>
  useMutation({ mutationFn: (password: string) => post<{ backupCodes: string[] }>('generate-backup-codes', { password }), gcTime: 0 })
