import { createApiKey, hashKey } from '@/lib/auth/api-keys'
import { apiKeyScopes } from '@/lib/contracts/api-key'
import { prisma } from '@/lib/db'
import { env } from '@/lib/env'
import { DomainError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { createOwner, needsOwner } from './set-up'

const FIRST_WORKSPACE = 'My workspace'

const isConflict = (error: unknown): boolean =>
  (error instanceof DomainError && error.code === 'conflict') ||
  (typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'P2002')

// Several starts at once on one database: who comes second finds it done.
const unlessDone = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (!isConflict(error)) throw error
  }
}

const firstWorkspaceId = async (): Promise<string> => {
  const existing = await prisma().workspace.findFirst({ orderBy: { id: 'asc' } })
  if (existing) return existing.id
  const id = newId('ws')
  // A fixed slug: of two starts at once only one makes the first workspace.
  await unlessDone(() => prisma().workspace.create({ data: { id, name: FIRST_WORKSPACE, slug: 'first' } }))
  return (await prisma().workspace.findFirstOrThrow({ orderBy: { id: 'asc' } })).id
}

const ensureKey = async (key: string): Promise<void> => {
  const known = await prisma().apiKey.findUnique({ where: { hash: Uint8Array.from(hashKey(key)) } })
  if (known) return
  const workspaceId = await firstWorkspaceId()
  await unlessDone(() => createApiKey({ workspaceId, name: 'Bootstrap key', scopes: apiKeyScopes, createdBy: null, key }))
}

/**
 * First start: makes owner, workspace and key from ADMIN_EMAIL, ADMIN_PASSWORD and BOOTSTRAP_API_KEY where they are set.
 * Changes nothing later, except that a new bootstrap key is added.
 */
export async function bootstrap(): Promise<void> {
  const { ADMIN_EMAIL, ADMIN_PASSWORD, BOOTSTRAP_API_KEY } = env()
  if (ADMIN_EMAIL !== undefined && ADMIN_PASSWORD !== undefined && (await needsOwner())) {
    const owner = { name: ADMIN_EMAIL.split('@')[0] ?? ADMIN_EMAIL, email: ADMIN_EMAIL, password: ADMIN_PASSWORD, workspaceName: FIRST_WORKSPACE }
    await unlessDone(() => createOwner(owner))
  }
  if (BOOTSTRAP_API_KEY !== undefined) await ensureKey(BOOTSTRAP_API_KEY)
}
