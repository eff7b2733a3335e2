import { prisma } from '@/lib/db'

const KEEP_MS = 30_000
const MAX_KNOWN = 10_000
const known = new Map<string, { name: string; until: number }>()

/** A workspace's name, at most half a minute old: only descriptions of events read it on the hot path. */
export async function workspaceName(workspaceId: string, now = Date.now()): Promise<string> {
  const before = known.get(workspaceId)
  if (before && before.until > now) return before.name
  const row = await prisma().workspace.findUnique({ where: { id: workspaceId }, select: { name: true } })
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(workspaceId, { name: row?.name ?? '', until: now + KEEP_MS })
  return row?.name ?? ''
}
