import type { Role } from '@/lib/contracts/member'

/** A change of membership: `to` null means that the member goes. */
export interface MemberChange {
  by: Role
  isSelf: boolean
  from: Role
  to: Role | null
  /** How many owners the workspace has now. */
  owners: number
}

export type Judged = 'allowed' | 'viewers_look' | 'owners_only' | 'last_owner'

/**
 * Whether somebody may change a membership. Anyone may leave or step down, admins see to admins and viewers, only owners
 * make and unmake owners, and a workspace always has one.
 */
export function judgeChange({ by, isSelf, from, to, owners }: MemberChange): Judged {
  if (!(isSelf && isNotMore(to, from))) {
    if (by === 'viewer') return 'viewers_look'
    if (by === 'admin' && (from === 'owner' || to === 'owner')) return 'owners_only'
  }
  return from === 'owner' && to !== 'owner' && owners <= 1 ? 'last_owner' : 'allowed'
}

const RANK: Record<Role, number> = { viewer: 0, admin: 1, owner: 2 }

const isNotMore = (to: Role | null, from: Role): boolean => to === null || RANK[to] <= RANK[from]
