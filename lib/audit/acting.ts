import { isIP } from 'node:net'
import type { ActorKind } from '@/lib/contracts/audit'

/** Who does something in a workspace, and from where. The caller of a request (lib/http) is one. */
export interface Acting {
  workspaceId: string
  actor: Actor
  origin: Origin
}

export interface Actor {
  kind: ActorKind
  id: string | null
  /** What a reader knows them by, at the time: a person's name and address, a key's name. */
  label: string
}

/** From where; all unknown for the system. */
export interface Origin {
  address: string | null
  /** The whole header; it is shortened when it is written. */
  userAgent: string | null
  requestId: string | null
}

/** The system's, and what it does for somebody. */
export const NOWHERE: Origin = { address: null, userAgent: null, requestId: null }

/** Hookwright itself. */
export const bySystem = (workspaceId: string): Acting =>
  ({ workspaceId, actor: { kind: 'system', id: null, label: 'Hookwright' }, origin: NOWHERE })

/** A person by the session's user. */
export const personActor = ({ id, name, email }: { id: string; name: string; email: string }): Actor =>
  ({ kind: 'person', id, label: name === '' || name === email ? email : `${name} (${email})` })

/**
 * From where a request came. The address is what our own server wrote into the header (scripts/forward-headers.ts), so
 * that a client cannot claim another one.
 */
export function originOf(headers: Pick<Headers, 'get'>, requestId: string | null): Origin {
  const address = headers.get('x-forwarded-for')?.split(',', 1)[0]?.trim() ?? ''
  return { address: isIP(address) === 0 ? null : address, userAgent: headers.get('user-agent'), requestId }
}
