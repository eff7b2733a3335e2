import { timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { auth } from '@/lib/auth/auth'
import { prisma } from '@/lib/db'
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

/** Makes the first owner; the workspace too, unless a bootstrap key has made it already. 409 when there is one. */
export async function createOwner(input: z.infer<typeof ownerInput>): Promise<{ workspaceId: string }> {
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
    await tx.user.create({
      data: {
        id: userId, name: input.name, email: input.email.toLowerCase(), emailVerified: true,
        accounts: { create: { id: newId('acc'), accountId: userId, providerId: 'credential', password: hash } },
        members: { create: { id: newId('mem'), workspaceId, role: 'owner' } },
      },
    })
    return { workspaceId }
  })
}

/** The set-up page's request: 403 without the printed token, 409 once there is an owner. */
export async function setUp(input: z.infer<typeof setUpInput>): Promise<{ workspaceId: string }> {
  if (!matches(input.token)) throw new DomainError('forbidden', 'This set-up link is not valid. Use the one that the start printed.')
  return createOwner(input)
}
