import * as z from 'zod'
import { role } from './member'

export const workspaceName = z.string().trim().min(1).max(100)

const days = z.number().int().min(1).max(36_500).nullable()

/** What a workspace may set about itself. Retention in days: at most what the operator set, or null for just that. */
export const workspacePatch = z.strictObject({
  name: workspaceName.optional(),
  scoreMax: z.number().int().min(1).max(1_000_000).optional(),
  retention: z.strictObject({ days: days.optional(), bodyDays: days.optional() }).optional(),
})
export type WorkspacePatch = z.infer<typeof workspacePatch>

export const workspace = z.object({
  id: z.string(),
  name: z.string(),
  scoreMax: z.number(),
  /** Days that deliveries and bodies are kept; null: as long as the operator says. */
  retention: z.object({ days: z.number().nullable(), bodyDays: z.number().nullable() }),
  /** What the operator says (RETENTION_DAYS, RETENTION_BODY_DAYS). */
  retentionLimits: z.object({ days: z.number(), bodyDays: z.number() }),
  createdAt: z.string(),
})
export type WorkspaceView = z.infer<typeof workspace>

export const newWorkspace = z.strictObject({ name: workspaceName })

/** One of the workspaces of the person who asks. */
export const ownWorkspace = z.object({ id: z.string(), name: z.string(), role, current: z.boolean() })
export type OwnWorkspace = z.infer<typeof ownWorkspace>
