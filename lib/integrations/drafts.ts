import * as z from 'zod'
import { type draftInput, wizardStep, type DraftView } from '@/lib/contracts/draft'
import type { Page, PageQuery } from '@/lib/contracts/paging'
import { prisma, withinPrisma } from '@/lib/db'
import { invalid, notFound } from '@/lib/errors'
import type { IntegrationDraft, Prisma } from '@/lib/generated/prisma/client'
import { readCursor, toPage } from '@/lib/http/cursor'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { isId, newId } from '@/lib/ids'
import { leadsElsewhere } from './leads-elsewhere'
import { secretBox } from '@/lib/security/outgoing'
import { sealedPlace } from '@/lib/security/sealed-columns'

type DraftInput = z.infer<typeof draftInput>

const MAX_CHARS = 2_000_000
const pathMap = z.record(z.string(), z.string())
const place = (id: string, workspaceId: string) => sealedPlace('integration_draft', { id, workspaceId })

// Where secrets stand in a form: these names, and the value of a header that is marked secret.
const SECRET_NAMES = new Set(['password', 'token', 'secret'])
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSecret = (holder: Record<string, unknown>, key: string): boolean =>
  (SECRET_NAMES.has(key) && key in holder && typeof holder[key] !== 'boolean') || (key === 'value' && holder.secret === true)

const wasSet = (value: unknown): boolean => isRecord(value) && value.set === true

// Takes the secrets out of what was typed into `out`: `{set: true}` stays in their place, and what comes back as that is
// kept. While an existing integration is edited `{set: true}` may also mean the integration's own.
const takeOut = (value: unknown, path: string, from: { kept: Record<string, string>; edits: boolean }, out: Record<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item, index) => takeOut(item, `${path}/${nameOf(item) ?? index}`, from, out))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => {
    const at = `${path}/${key}`
    if (!isSecret(value, key)) return [key, takeOut(item, at, from, out)]
    const secret = typeof item === 'string' ? item : wasSet(item) ? from.kept[at] : undefined
    if (secret === undefined || secret === '') return [key, typeof item === 'string' ? item : { set: from.edits && wasSet(item) }]
    out[at] = secret
    return [key, { set: true }]
  }))
}

// Headers are told apart by name, because rows move.
const nameOf = (item: unknown): string | undefined => (isRecord(item) && typeof item.name === 'string' ? item.name.toLowerCase() : undefined)

const openKept = (row: IntegrationDraft): Record<string, string> =>
  row.secrets === null ? {} : pathMap.parse(JSON.parse(secretBox().open(row.secrets, place(row.id, row.workspaceId)).reveal()))

interface Packed {
  id: string
  workspaceId: string
  edits: boolean
}

const pack = ({ id, workspaceId, edits }: Packed, data: unknown, kept: Record<string, string>) => {
  const secrets: Record<string, string> = {}
  const clean = takeOut(data, '', { kept, edits }, secrets)
  const text = JSON.stringify(clean)
  // As a key: in a text its quotes would be escaped. The database's client cannot write it.
  if (text.includes('"__proto__":')) throw invalid([{ pointer: '/data', code: 'reserved', message: 'No field can be called __proto__' }])
  if (text.length > MAX_CHARS) throw invalid([{ pointer: '/data', code: 'too_big', message: `Is longer than ${MAX_CHARS} characters` }])
  return {
    data: JSON.parse(text) as Prisma.InputJsonObject, // plain JSON, as it came in
    secrets: Object.keys(secrets).length > 0 ? secretBox().seal(JSON.stringify(secrets), place(id, workspaceId)) : null,
  }
}

const dataOf = (row: IntegrationDraft): Record<string, unknown> => z.record(z.string(), z.unknown()).parse(row.data)

const view = (row: IntegrationDraft): DraftView => {
  const data = dataOf(row)
  return {
    id: row.id,
    integrationId: row.integrationId,
    step: wizardStep.parse(row.step),
    name: typeof data.name === 'string' && data.name !== '' ? data.name : null,
    data,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

const find = async (workspaceId: string, id: string): Promise<IntegrationDraft> => {
  const row = await prisma().integrationDraft.findFirst({ where: { id, workspaceId } })
  if (!row) throw notFound('draft')
  return row
}

const checkIntegrationId = async (workspaceId: string, integrationId: string | null | undefined): Promise<void> => {
  if (integrationId === null || integrationId === undefined) return
  const found = await prisma().integration.findFirst({ where: { id: integrationId, workspaceId, deletedAt: null, ruleId: null } })
  if (!found) throw invalid([{ pointer: '/integrationId', code: 'not_found', message: 'There is no such integration' }])
}

/** Keeps what was typed into the wizard. Nothing is judged; secrets are sealed and read back as `{set: true}`. */
export async function createDraft(
  workspaceId: string, createdBy: string, input: DraftInput, recordAnswer?: RecordAnswer,
): Promise<DraftView> {
  await checkIntegrationId(workspaceId, input.integrationId)
  const id = newId('drf')
  const { data, secrets } = pack({ id, workspaceId, edits: Boolean(input.integrationId) }, input.data, {})
  return prisma().$transaction(async (tx) => {
    const made = view(await tx.integrationDraft.create({
      data: { id, workspaceId, createdBy, step: input.step, integrationId: input.integrationId ?? null, data, secrets },
    }))
    await recordAnswer?.(withinPrisma(tx), { status: 201, body: made })
    return made
  })
}

const urlOf = (data: unknown): string => {
  const destination = isRecord(data) ? data.destination : undefined
  return isRecord(destination) && typeof destination.url === 'string' ? destination.url : ''
}

// Whoever may edit a draft must not be able to read its secrets by sending them elsewhere.
const keptBy = (row: IntegrationDraft, next: unknown): Record<string, string> =>
  leadsElsewhere(urlOf(row.data), urlOf(next)) ? {} : openKept(row)

/** The secrets that a draft keeps, by where they stand in its data, and the URL that they were typed for. */
export async function readDraftSecrets(workspaceId: string, id: string): Promise<{ url: string; secrets: Record<string, string> }> {
  const row = await find(workspaceId, id)
  return { url: urlOf(row.data), secrets: openKept(row) }
}

/** Replaces what was typed; secrets that come back as `{set: true}` are kept unless the URL leads elsewhere now. */
export async function updateDraft(workspaceId: string, id: string, input: Partial<DraftInput>): Promise<DraftView> {
  const row = await find(workspaceId, id)
  const packed = input.data === undefined ? {} : pack({ id, workspaceId, edits: row.integrationId !== null }, input.data, keptBy(row, input.data))
  return view(await prisma().integrationDraft.update({
    where: { id }, data: { ...packed, ...(input.step !== undefined && { step: input.step }) },
  }))
}

export const readDraft = async (workspaceId: string, id: string): Promise<DraftView> => view(await find(workspaceId, id))

export async function listDrafts(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<DraftView>> {
  const after = readCursor(cursor, (id) => isId('drf', id))
  const rows = await prisma().integrationDraft.findMany({
    where: { workspaceId, ...(after !== undefined && { id: { lt: after } }) }, orderBy: { id: 'desc' }, take: limit + 1,
  })
  return toPage(rows.map(view), limit)
}

export async function deleteDraft(workspaceId: string, id: string): Promise<void> {
  const { count } = await prisma().integrationDraft.deleteMany({ where: { id, workspaceId } })
  if (count === 0) throw notFound('draft')
}
