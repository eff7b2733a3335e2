import { originOf, personActor, type Acting } from '@/lib/audit/acting'
import { findKeyOwner } from '@/lib/auth/api-keys'
import { getSession } from '@/lib/auth/session'
import { apiKeyScopes, type Scope } from '@/lib/contracts/api-key'
import { env } from '@/lib/env'
import { DomainError } from '@/lib/errors'
import type { Incoming } from './incoming'

/** Who makes a request, as the audit log needs it too. */
export interface Caller extends Acting {
  kind: 'key' | 'session'
  id: string // key_… or usr_…
  scopes: ReadonlySet<Scope>
}
type Known = Omit<Caller, 'origin'>

const ALL_SCOPES: ReadonlySet<Scope> = new Set(apiKeyScopes)
// What a role may do in its workspace; a role that is not known may only look.
const LOOK: ReadonlySet<Scope> = new Set(['integrations:read', 'deliveries:read'])
const SCOPES_OF: Record<string, ReadonlySet<Scope>> = { owner: ALL_SCOPES, admin: ALL_SCOPES }
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

// Bearer, or Basic with the key as the password; the user name is ignored.
const keyOf = (header: string): string => {
  const [scheme = '', ...rest] = header.trim().split(/\s+/)
  const value = rest.join(' ')
  if (/^bearer$/i.test(scheme)) return value
  if (!/^basic$/i.test(scheme)) return ''
  const pair = Buffer.from(value, 'base64').toString()
  return pair.slice(pair.indexOf(':') + 1)
}

// A browser sends the cookie along from any site: an unsafe request must come from our own pages.
const checkOrigin = (request: Incoming): void => {
  if (SAFE.has(request.method)) return
  const origin = request.headers.get('origin')
  const fromHere = origin === null
    ? request.headers.get('sec-fetch-site') === 'same-origin'
    : env().trustedOrigins.includes(origin)
  if (!fromHere) throw new DomainError('forbidden', 'This request did not come from a page of this server')
}

const byKey = async (header: string): Promise<Known> => {
  const key = keyOf(header)
  const owner = key.length >= 16 && key.length <= 512 ? await findKeyOwner(key) : null
  if (!owner) throw new DomainError('unauthorized', 'The API key is unknown or was revoked')
  const { id, workspaceId, scopes, name } = owner
  return { kind: 'key', id, workspaceId, scopes, actor: { kind: 'key', id, label: name } }
}

const bySession = async (request: Incoming): Promise<Known> => {
  const session = request.headers.has('cookie') ? await getSession(request.allHeaders()) : null
  if (!session) throw new DomainError('unauthorized', 'Send an API key as "Authorization: Bearer <key>", or sign in')
  checkOrigin(request)
  const { user, workspace, role } = session
  return { kind: 'session', id: user.id, workspaceId: workspace.id, scopes: SCOPES_OF[role] ?? LOOK, actor: personActor(user) }
}

/** The caller of a request, or 401 (nobody), 403 (lacks the scope, or another site's page). */
export async function authenticate(request: Incoming, needs: Scope, requestId: string): Promise<Caller> {
  const header = request.headers.get('authorization')
  const caller = header ? await byKey(header) : await bySession(request)
  if (!caller.scopes.has(needs)) throw new DomainError('forbidden', caller.kind === 'key' ? `This key lacks the scope ${needs}` : 'Your role does not allow this')
  return { ...caller, origin: originOf(request.headers, requestId) }
}
