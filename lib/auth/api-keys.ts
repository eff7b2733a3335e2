import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { bySystem, type Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import { prisma, withinPrisma } from '@/lib/db'
import { DomainError, notFound } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { newId } from '@/lib/ids'
import { apiKeyScopes, type ApiKeyView, type MadeApiKey, type Scope } from '@/lib/contracts/api-key'

export const hashKey = (key: string): Buffer => hash('sha256', key, 'buffer')

export interface KeyOwner {
  id: string
  name: string
  workspaceId: string
  scopes: ReadonlySet<Scope>
}

interface Cached {
  /** Of a lookup under way too, so that requests that come at once share one. */
  owner: Promise<KeyOwner | null>
  until: number
}

// A lookup per request would cost the ingest route a query; half a second keeps the promise "revoked within a second".
const CACHE_MS = 500
const CACHE_SIZE = 10_000
const cache = new Map<string, Cached>()
const lastUseWritten = new Map<string, number>()
const LAST_USE_EVERY_MS = 60_000

const scopesOf = (scopes: string[]): Set<Scope> => new Set(z.array(z.enum(apiKeyScopes)).parse(scopes))

const noteUse = (id: string, now: number) => {
  if (now - (lastUseWritten.get(id) ?? 0) < LAST_USE_EVERY_MS) return
  lastUseWritten.set(id, now)
  prisma().apiKey.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } }).catch(() => lastUseWritten.delete(id))
}

const lookUp = async (digest: Buffer, now: number): Promise<KeyOwner | null> => {
  const row = await prisma().apiKey.findUnique({ where: { hash: Uint8Array.from(digest) } })
  const valid = row !== null && row.revokedAt === null && timingSafeEqual(Buffer.from(row.hash), digest)
  if (!valid) return null
  noteUse(row.id, now)
  return { id: row.id, name: row.name, workspaceId: row.workspaceId, scopes: scopesOf(row.scopes) }
}

/** Whose key it is, or null for one that does not exist or was revoked. Answers are at most half a second old. */
export function findKeyOwner(key: string, now = Date.now()): Promise<KeyOwner | null> {
  const digest = hashKey(key)
  const name = digest.toString('latin1')
  const known = cache.get(name)
  if (known && known.until > now) return known.owner
  // Counted from before the question, so that a slow answer is not kept for longer.
  const owner = lookUp(digest, now)
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(name, { owner, until: now + CACHE_MS })
  // A failure is told to those who wait, not to those who come later.
  owner.catch(() => cache.delete(name))
  return owner
}

type KeyRow = Awaited<ReturnType<ReturnType<typeof prisma>['apiKey']['findMany']>>[number]

const toView = (row: KeyRow): ApiKeyView => ({
  id: row.id,
  name: row.name,
  scopes: [...scopesOf(row.scopes)],
  lastFour: row.lastFour,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
})

/** Nobody gives a key more than they have themselves: 403 with the scopes that are missing. */
export function checkNoEscalation(has: ReadonlySet<Scope>, wanted: readonly Scope[]): void {
  const missing = wanted.filter((scope) => !has.has(scope))
  if (missing.length > 0) throw new DomainError('forbidden', `You cannot give a key what you may not do yourself: ${missing.join(', ')}`)
}

const keyTarget = (id: string, name: string) => ({ kind: 'api_key', id, label: name }) as const

/** Makes a key; the answer holds its text, which is shown this once and kept nowhere. `key` fixes the text (bootstrap). */
export async function createApiKey(
  input: { workspaceId: string; name: string; scopes: readonly Scope[]; createdBy: string | null; key?: string },
  acting: Acting = bySystem(input.workspaceId), recordAnswer?: RecordAnswer,
): Promise<MadeApiKey> {
  const key = input.key ?? `hw_${randomBytes(32).toString('base64url')}`
  const data = {
    id: newId('key'),
    workspaceId: input.workspaceId,
    name: input.name,
    scopes: [...input.scopes],
    hash: Uint8Array.from(hashKey(key)),
    lastFour: key.slice(-4),
    createdBy: input.createdBy,
  }
  const made = await prisma().$transaction(async (tx) => {
    await recordAudit(withinPrisma(tx), acting, { action: 'api_key.created', target: keyTarget(data.id, data.name), fields: data.scopes })
    const view = toView(await tx.apiKey.create({ data }))
    await recordAnswer?.(withinPrisma(tx), { status: 201, body: view })
    return view
  })
  return { ...made, key }
}

/** A workspace's keys, newest first, also the revoked ones. */
export async function listApiKeys(workspaceId: string): Promise<ApiKeyView[]> {
  const rows = await prisma().apiKey.findMany({ where: { workspaceId }, orderBy: { id: 'desc' } })
  return rows.map(toView)
}

/** Revokes a key; every process refuses it within half a second. 404 for another workspace's. */
export async function revokeApiKey(acting: Acting, id: string): Promise<void> {
  await prisma().$transaction(async (tx) => {
    const [row] = await tx.apiKey.updateManyAndReturn({
      where: { id, workspaceId: acting.workspaceId, revokedAt: null },
      data: { revokedAt: new Date() },
      select: { name: true },
    })
    if (!row) throw notFound('API key')
    await recordAudit(withinPrisma(tx), acting, { action: 'api_key.revoked', target: keyTarget(id, row.name) })
  })
  cache.clear()
}
