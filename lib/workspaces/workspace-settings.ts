import type { Acting } from '@/lib/audit/acting'
import { recordAudit } from '@/lib/audit/record-audit'
import type { WorkspacePatch, WorkspaceView } from '@/lib/contracts/workspace'
import { prisma, withinPrisma } from '@/lib/db'
import { env } from '@/lib/env'
import { invalid, notFound } from '@/lib/errors'
import type { FieldError } from '@/lib/contracts/problem'
import type { Workspace } from '@/lib/generated/prisma/client'

const retentionLimits = () => ({ days: env().RETENTION_DAYS, bodyDays: env().RETENTION_BODY_DAYS })

const view = (row: Workspace): WorkspaceView => ({
  id: row.id,
  name: row.name,
  scoreMax: row.scoreMax,
  retention: { days: row.retentionDays, bodyDays: row.retentionBodyDays },
  retentionLimits: retentionLimits(),
  createdAt: row.createdAt.toISOString(),
})

export async function readWorkspace(id: string): Promise<WorkspaceView> {
  const row = await prisma().workspace.findUnique({ where: { id } })
  if (!row) throw notFound('workspace')
  return view(row)
}

// Columns, by what the API calls them.
const FIELDS = { name: 'name', scoreMax: 'scoreMax', retentionDays: 'retention.days', retentionBodyDays: 'retention.bodyDays' }

// The operator answers for the disk and for what may be kept at all: a workspace only asks for less.
const checkRetention = (wanted: WorkspacePatch['retention']): void => {
  const limits = retentionLimits()
  const errors = (['days', 'bodyDays'] as const).flatMap((field): FieldError[] => {
    const value = wanted?.[field]
    if (value === undefined || value === null || value <= limits[field]) return []
    return [{ pointer: `/retention/${field}`, code: 'too_big', message: `May be at most ${limits[field]}, as the operator has set` }]
  })
  if (errors.length > 0) throw invalid(errors)
}

/** Changes the fields that are given. 422 where more is to be kept than the operator allows. */
export async function updateWorkspace(by: Acting, { name, scoreMax, retention }: WorkspacePatch): Promise<WorkspaceView> {
  checkRetention(retention)
  const data = { name, scoreMax, retentionDays: retention?.days, retentionBodyDays: retention?.bodyDays }
  return prisma().$transaction(async (tx) => {
    const before = await tx.workspace.findUniqueOrThrow({ where: { id: by.workspaceId } })
    const after = await tx.workspace.update({ where: { id: by.workspaceId }, data })
    const fields = Object.entries(FIELDS).flatMap(([column, field]) => (Reflect.get(before, column) === Reflect.get(after, column) ? [] : [field]))
    const target = { kind: 'workspace' as const, id: after.id, label: after.name }
    if (fields.length > 0) await recordAudit(withinPrisma(tx), by, { action: 'workspace.updated', target, fields })
    return view(after)
  })
}
