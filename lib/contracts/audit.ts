import * as z from 'zod'
import { pageQuery } from './paging'

/** Everything that the audit log knows of. A new kind of action is added here, and its words in components/audit. */
export const auditActions = [
  'integration.created', 'integration.updated', 'integration.cloned', 'integration.deleted', 'integration.enabled',
  'integration.disabled', 'integration.secret_rotated', 'integration.tested',
  'rule.created', 'rule.updated', 'rule.deleted', 'rule.enabled', 'rule.disabled', 'rule.tested',
  'delivery.resent', 'delivery.cancelled', 'bulk_resend.started', 'bulk_resend.cancelled', 'replay.started', 'replay.cancelled',
  'api_key.created', 'api_key.revoked',
  'event_type.created', 'event_type.updated', 'event_type.deleted',
  'mail.resent',
  'inbox.updated', 'inbox.token_renewed', 'inbox.cleared',
  'workspace.created', 'workspace.updated',
  'member.invited', 'member.joined', 'member.role_changed', 'member.removed', 'invitation.revoked',
  'session.started', 'session.refused', 'session.ended', 'session.revoked',
  'account.updated', 'account.password_changed', 'account.password_reset', 'account.two_factor_enabled', 'account.two_factor_disabled',
] as const
export const auditAction = z.enum(auditActions)
export type AuditAction = z.infer<typeof auditAction>

/** `key` is an API key; `system` is Hookwright itself. */
export const actorKind = z.enum(['person', 'key', 'system'])
export type ActorKind = z.infer<typeof actorKind>

export const targetKind = z.enum([
  'integration', 'rule', 'delivery', 'operation', 'api_key', 'event_type', 'mail', 'workspace', 'member', 'invitation', 'session', 'account', 'inbox',
])
export type TargetKind = z.infer<typeof targetKind>

export const auditEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({ kind: actorKind, id: z.string().nullable(), label: z.string() }),
  action: auditAction,
  target: z.object({ kind: targetKind, id: z.string().nullable(), label: z.string() }).nullable(),
  /** Names of what was changed, never values. */
  fields: z.array(z.string()),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
})
export type AuditEntryView = z.infer<typeof auditEntry>

export const auditQuery = pageQuery.extend({
  /** An id, or a kind: `person`, `key`, `system`. */
  actor: z.string().min(1).max(100).optional(),
  action: z.union([auditAction, z.array(auditAction)]).optional(),
  /** The id of what was acted on. */
  target: z.string().min(1).max(100).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})
export type AuditQuery = z.infer<typeof auditQuery>
