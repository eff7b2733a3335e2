import { originOf, personActor, type Origin } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { getPerson, type Person } from '@/lib/auth/session'
import { prisma, withinPrisma } from '@/lib/db'
import { DomainError, invalid, notFound } from '@/lib/errors'
import type { Invitation, Prisma } from '@/lib/generated/prisma/client'
import { newId } from '@/lib/ids'
import { addressGroup } from '@/lib/throttle/client-address'
import { limits } from '@/lib/throttle/limits'
import { giveBack, takeTryOrThrow } from '@/lib/throttle/throttle'
import { hashToken } from './new-token'
import { hashPassword } from './set-password'

export type Accepted = { workspaceId: string; email: string }

/** What the page of an invitation shows; null for a link that is not (or no longer) good. */
export interface OpenInvitation {
  email: string
  role: string
  workspaceName: string
  /** Whether the address has an account here: whoever has the link may know. */
  hasAccount: boolean
}

const pendingBy = (token: string) => ({ tokenHash: hashToken(token), status: 'pending' as const, expiresAt: { gt: new Date() } })

export async function findInvitation(token: string): Promise<OpenInvitation | null> {
  const found = await prisma().invitation.findFirst({ where: pendingBy(token), include: { workspace: { select: { name: true } } } })
  if (!found) return null
  const hasAccount = (await prisma().user.count({ where: { email: found.email } })) > 0
  return { email: found.email, role: found.role, workspaceName: found.workspace.name, hasAccount }
}

// The guarded update is what makes a link work once: of two at the same time, one finds it used.
const use = async (tx: Prisma.TransactionClient, token: string): Promise<Invitation> => {
  const where = pendingBy(token)
  const found = await tx.invitation.findFirst({ where })
  const { count } = found ? await tx.invitation.updateMany({ where, data: { status: 'accepted' } }) : { count: 0 }
  if (!found || count === 0) throw notFound('invitation, or it was used, revoked or is too old: ask for a new one')
  return found
}

type Joining = Parameters<typeof personActor>[0]

const join = async (tx: Prisma.TransactionClient, { workspaceId, role }: Invitation, user: Joining, origin: Origin): Promise<void> => {
  const userId = user.id
  const membership = { workspaceId, userId }
  // Whoever became a member by other means in between keeps that role.
  const known = await tx.member.findUnique({ where: { workspaceId_userId: membership } })
  if (known) return
  const { id } = await tx.member.create({ data: { id: newId('mem'), ...membership, role } })
  const actor = personActor(user)
  await recordAudit(withinPrisma(tx), { workspaceId, actor, origin }, { action: 'member.joined', target: { kind: 'member', id, label: actor.label } })
}

/** Makes the person who is signed in a member, and the workspace the one of the session. 403 for another address. */
async function acceptAsPerson(token: string, person: Person, origin: Origin): Promise<Accepted> {
  return prisma().$transaction(async (tx) => {
    const invitation = await use(tx, token)
    if (invitation.email !== person.user.email.toLowerCase()) {
      throw new DomainError('forbidden', `This invitation is for ${invitation.email}. Sign in with that address to accept it.`)
    }
    await join(tx, invitation, person.user, origin)
    await tx.session.updateMany({ where: { id: person.sessionId }, data: { activeWorkspaceId: invitation.workspaceId } })
    return { workspaceId: invitation.workspaceId, email: invitation.email }
  })
}

/** Makes an account for the invited address, and a member of it. 409 where there is an account: sign in to accept. */
async function acceptAsNewcomer(token: string, input: { name: string; password: string }, origin: Origin): Promise<Accepted> {
  const hash = await hashPassword(input.password)
  return prisma().$transaction(async (tx) => {
    const invitation = await use(tx, token)
    const { email } = invitation
    if (await tx.user.findUnique({ where: { email } })) {
      throw new DomainError('conflict', 'There is an account for this address already: sign in to accept')
    }
    const userId = newId('usr')
    await tx.user.create({
      data: {
        id: userId, name: input.name, email, emailVerified: true,
        accounts: { create: { id: newId('acc'), accountId: userId, providerId: 'credential', password: hash } },
      },
    })
    await join(tx, invitation, { id: userId, name: input.name, email }, origin)
    return { workspaceId: invitation.workspaceId, email }
  })
}

interface Acceptance {
  token: string
  name?: string | undefined
  password?: string | undefined
}

/** Accepts as who is signed in, or with name and password as somebody new. Guesses count against where they come from. */
export async function acceptInvitation({ token, name, password }: Acceptance, headers: Headers): Promise<Accepted> {
  const tries = [limits.linkAddress(addressGroup(headers))]
  await takeTryOrThrow(tries)
  const accepted = await accept(token, { name, password }, headers)
  await giveBack(tries)
  return accepted
}

async function accept(token: string, { name, password }: Omit<Acceptance, 'token'>, headers: Headers): Promise<Accepted> {
  if (name !== undefined && password !== undefined) return acceptAsNewcomer(token, { name, password }, originOf(headers, null))
  const person = await getPerson(headers)
  if (person) return acceptAsPerson(token, person, originOf(headers, null))
  const missing = Object.entries({ name, password }).filter(([, value]) => value === undefined)
  throw invalid(missing.map(([field]) => ({ pointer: `/${field}`, code: 'required', message: 'Is required' })))
}
