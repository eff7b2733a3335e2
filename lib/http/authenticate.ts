import { originOf, personActor, type Acting, type Origin } from '@/lib/audit/acting'
import { findKeyOwner } from '@/lib/auth/api-keys'
import { getSession } from '@/lib/auth/session'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import type { Role } from '@/lib/contracts/member'
import { DomainError } from '@/lib/errors'
import { checkOrigin } from './check-origin'
import type { Incoming } from './incoming'

/** Who makes a request, as the audit log needs it too. */
export interface Caller extends Acting {
  kind: 'key' | 'session'
  id: string // key_… or usr_…
  scopes: ReadonlySet<Scope>
  /** A key with the scope admin counts as an admin, never as an owner. */
  role: Role
  /** Of a person; null for a key. */
  sessionId: string | null
}
type Known = Omit<Caller, 'origin'>

/** The header by which a page says which workspace it shows: another tab may have switched to another one since. */
export const WORKSPACE_HEADER = 'x-workspace'

const ALL_SCOPES: ReadonlySet<Scope> = new Set(apiKeyScopes)
// What a role may do in its workspace.
const LOOK: ReadonlySet<Scope> = new Set(['integrations:read', 'deliveries:read'])
const SCOPES_OF: Record<Role, ReadonlySet<Scope>> = { owner: ALL_SCOPES, admin: ALL_SCOPES, viewer: LOOK }

// Bearer, or Basic with the key as the password; the user name is ignored.
const keyOf = (header: string): string => {
  const [scheme = '', ...rest] = header.trim().split(/\s+/)
  const value = rest.join(' ')
  if (/^bearer$/i.test(scheme)) return value
  if (!/^basic$/i.test(scheme)) return ''
  const pair = Buffer.from(value, 'base64').toString()
  return pair.slice(pair.indexOf(':') + 1)
}

const byKey = async (header: string): Promise<Known> => {
  const key = keyOf(header)
  const owner = key.length >= 16 && key.length <= 512 ? await findKeyOwner(key) : null
  if (!owner) throw new DomainError('unauthorized', 'The API key is unknown or was revoked')
  const { id, workspaceId, scopes, name } = owner
  const role = scopes.has('admin') ? 'admin' : 'viewer'
  return { kind: 'key', id, workspaceId, scopes, role, sessionId: null, actor: { kind: 'key', id, label: name } }
}

const bySession = async (request: Incoming): Promise<Known> => {
  const wanted = request.headers.get(WORKSPACE_HEADER)
  const session = request.headers.has('cookie') ? await getSession(request.allHeaders(), wanted) : null
  if (!session) throw new DomainError('unauthorized', 'Send an API key as "Authorization: Bearer <key>", or sign in')
  checkOrigin(request)
  const { user, workspace, role, id: sessionId } = session
  return { kind: 'session', id: user.id, workspaceId: workspace.id, scopes: SCOPES_OF[role], role, sessionId, actor: personActor(user) }
}

/** The caller of a request, or 401 (nobody), 403 (lacks the scope, or another site's page). */
export async function authenticate(request: Incoming, needs: Scope, requestId: string): Promise<Caller> {
  const header = request.headers.get('authorization')
  const caller = header ? await byKey(header) : await bySession(request)
  if (!caller.scopes.has(needs)) throw new DomainError('forbidden', caller.kind === 'key' ? `This key lacks the scope ${needs}` : 'Your role does not allow this')
  return { ...caller, origin: originOf(request.headers, requestId) }
}

/** The session of a person; 404 for a key, which has no password, no sessions and no other workspaces. */
export function personOf(caller: Caller): { userId: string; sessionId: string; origin: Origin } {
  if (caller.sessionId === null) throw new DomainError('not_found', 'An API key has none of this: it is for people who are signed in')
  return { userId: caller.id, sessionId: caller.sessionId, origin: caller.origin }
}

/** Refuses a key without the scope admin where people with any role may ask. */
export function requireAdminKey(caller: Caller): void {
  if (caller.kind === 'key' && !caller.scopes.has('admin')) throw new DomainError('forbidden', 'This key lacks the scope admin')
}
