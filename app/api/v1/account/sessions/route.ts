import { personOf } from '@/lib/http/authenticate'
import { handle, ok } from '@/lib/http/handle'
import { listSessions, revokeOtherSessions } from '@/lib/people/sessions'

export const GET = handle({ scope: 'integrations:read' }, async ({ caller }) =>
  ok({ data: await listSessions(personOf(caller)), page: { nextCursor: null } }))

/** All but the one that asks. */
export const DELETE = handle({ scope: 'integrations:read', audit: 'session.revoked' }, async ({ caller }) =>
  ok({ revoked: await revokeOtherSessions(personOf(caller)) }))
