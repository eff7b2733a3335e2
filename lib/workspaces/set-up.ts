import { timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { NOWHERE, personActor, type Origin } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { auth } from '@/lib/auth/auth'
import { prisma, withinPrisma } from '@/lib/db'
import { env } from '@/lib/env'
import { DomainError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { setUpToken } from './set-up-token'
import { slugOf } from './slug-of'

export const ownerInput = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(320),
  password: z.string().min(8).max(256),
  workspaceName: z.string().trim().min(1).max(100),
})
export const setUpInput = ownerInput.extend({ token: z.string().max(200) })

const matches = (token: string): boolean => {
  const [given, wanted] = [Buffer.from(token), Buffer.from(setUpToken(env().APP_SECRET))]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** Whether nobody can sign in yet. */
export const needsOwner = async (): Promise<boolean> => (await prisma().user.count()) === 0

const SET_UP_LOCK = 4_627_002

/**
 * Makes the first owner; the workspace too, unless a bootstrap key has made it already. 409 when there is one. `origin`:
 * from where, when a person asks for it.
 */
export async function createOwner(input: z.infer<typeof ownerInput>, origin: Origin = NOWHERE): Promise<{ workspaceId: string }> {
  const { password } = await auth().$context
  const hash = await password.hash(input.password)
  return prisma().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`
    if ((await tx.user.count()) > 0) throw new DomainError('conflict', 'There is an owner already: sign in')
    const existing = await tx.workspace.findFirst({ orderBy: { id: 'asc' } })
    const workspaceId = existing?.id ?? newId('ws')
    if (existing) await tx.workspace.update({ where: { id: existing.id }, data: { name: input.workspaceName } })
    else await tx.workspace.create({ data: { id: workspaceId, name: input.workspaceName, slug: slugOf(workspaceId) } })
    const userId = newId('usr')
    const memberId = newId('mem')
    await tx.user.create({
      data: {
        id: userId, name: input.name, email: input.email.toLowerCase(), emailVerified: true,
        accounts: { create: { id: newId('acc'), accountId: userId, providerId: 'credential', password: hash } },
        members: { create: { id: memberId, workspaceId, role: 'owner' } },
      },
    })
    const by = { workspaceId, actor: personActor({ id: userId, name: input.name, email: input.email.toLowerCase() }), origin }
    const target = { kind: 'workspace', id: workspaceId, label: input.workspaceName } as const
    await recordAudit(withinPrisma(tx), by, { action: existing ? 'workspace.updated' : 'workspace.created', target, fields: existing ? ['name'] : [] })
    await recordAudit(withinPrisma(tx), by, { action: 'member.joined', target: { kind: 'member', id: memberId, label: by.actor.label } })
    return { workspaceId }
  })
}

/** The set-up page's request: 403 without the printed token, 409 once there is an owner. */
export async function setUp(input: z.infer<typeof setUpInput>, origin: Origin): Promise<{ workspaceId: string }> {
  if (!matches(input.token)) throw new DomainError('forbidden', 'This set-up link is not valid. Use the one that the start printed.')
  return createOwner(input, origin)
}
