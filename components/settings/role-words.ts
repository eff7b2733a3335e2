import type { Role } from '@/lib/contracts/member'

export const roleWords: Record<Role, { label: string; may: string }> = {
  owner: { label: 'Owner', may: 'Everything, also making and unmaking owners' },
  admin: { label: 'Admin', may: 'Integrations, keys, invitations and members except owners' },
  viewer: { label: 'Viewer', may: 'Looking, without changing anything' },
}

/** The roles that somebody with this role may give. */
export const rolesToGive = (own: Role): Role[] =>
  own === 'owner' ? ['owner', 'admin', 'viewer'] : own === 'admin' ? ['admin', 'viewer'] : []

/** Whether somebody with this role may change a member with that one. */
export const mayChange = (own: Role, other: Role): boolean => rolesToGive(own).includes(other)

/** Whether a workspace would be left without an owner if this member went or stepped down. */
export const isOnlyOwner = (members: readonly { role: Role }[], { role }: { role: Role }): boolean =>
  role === 'owner' && members.filter((member) => member.role === 'owner').length === 1
