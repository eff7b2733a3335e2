import type { WorkspacePatch, WorkspaceView } from '@/lib/contracts/workspace'
import { prisma } from '@/lib/db'
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
export async function updateWorkspace(id: string, { name, scoreMax, retention }: WorkspacePatch): Promise<WorkspaceView> {
  checkRetention(retention)
  const data = { name, scoreMax, retentionDays: retention?.days, retentionBodyDays: retention?.bodyDays }
  return view(await prisma().workspace.update({ where: { id }, data }))
}
