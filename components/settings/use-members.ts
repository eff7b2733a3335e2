import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { memberKeys } from '@/lib/api-client/query-keys'
import type { InvitationView, MadeInvitation, MemberView, Role } from '@/lib/contracts/member'

const invitations = '/api/v1/invitations'
const pathOf = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`

export function useMembers() {
  return useQuery({
    queryKey: memberKeys.list(),
    queryFn: ({ signal }) => apiFetch<{ data: MemberView[] }>('/api/v1/members', { signal }),
    select: (list) => list.data,
  })
}

export function useInvitations(enabled: boolean) {
  return useQuery({
    queryKey: memberKeys.invitations(),
    queryFn: ({ signal }) => apiFetch<{ data: InvitationView[] }>(invitations, { signal }),
    select: (list) => list.data,
    enabled,
  })
}

export function useChangeRole() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, role }: { id: string; name: string; role: Role }) => apiFetch<MemberView>(pathOf('/api/v1/members', id), { method: 'PATCH', body: { role } }),
    onSuccess: (_, { name, role }) => toast.success(`${name} is ${role} now.`),
    onError: (error, { name }) => toastError(`The role of ${name} is as it was.`, error),
    onSettled: () => client.invalidateQueries({ queryKey: memberKeys.all }),
  })
}

export function useRemoveMember() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<MemberView, 'id' | 'name'>) => apiFetch<void>(pathOf('/api/v1/members', id), { method: 'DELETE' }),
    onSuccess: async (_, { name }) => {
      await client.invalidateQueries({ queryKey: memberKeys.all })
      toast.success(`${name} was removed.`)
    },
    onError: (error, { name }) => toastError(`${name} was not removed.`, error),
  })
}

/** Leaves the workspace that this tab shows; a full load goes on in another one, or at the sign-in page. */
export function useLeave() {
  return useMutation({
    mutationFn: (memberId: string) => apiFetch<void>(pathOf('/api/v1/members', memberId), { method: 'DELETE' }),
    onSuccess: () => window.location.assign('/'),
    onError: (error) => toastError('You are still a member.', error),
  })
}

/** The answer holds the link: it is shown once and kept nowhere. */
export function useInvite() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: { email: string; role: Role }) => apiFetch<MadeInvitation>(invitations, { method: 'POST', body: input }),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: memberKeys.invitations() }),
  })
}

export function useRenewInvitation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<InvitationView, 'id' | 'email'>) => apiFetch<MadeInvitation>(`${pathOf(invitations, id)}/resend`, { method: 'POST' }),
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: memberKeys.invitations() }),
    onError: (error, { email }) => toastError(`There is no new link for ${email}.`, error),
  })
}

export function useRevokeInvitation() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Pick<InvitationView, 'id' | 'email'>) => apiFetch<void>(pathOf(invitations, id), { method: 'DELETE' }),
    onSuccess: async (_, { email }) => {
      await client.invalidateQueries({ queryKey: memberKeys.invitations() })
      toast.success(`The invitation for ${email} was revoked.`)
    },
    onError: (error, { email }) => toastError(`The invitation for ${email} was not revoked.`, error),
  })
}
