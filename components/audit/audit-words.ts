import type { AuditAction, AuditEntryView, TargetKind } from '@/lib/contracts/audit'

/** What was done, as a sentence around the thing it was done to: "Switched off ▢", "Sent a test message to ▢". */
export const actionWords: Record<AuditAction, readonly [before: string, after?: string]> = {
  'integration.created': ['Created'],
  'integration.updated': ['Changed'],
  'integration.cloned': ['Made a copy of'],
  'integration.deleted': ['Deleted'],
  'integration.enabled': ['Switched on'],
  'integration.disabled': ['Switched off'],
  'integration.secret_rotated': ['Made a new signing secret for'],
  'integration.tested': ['Sent a test message to'],
  'rule.created': ['Created the rule'],
  'rule.updated': ['Changed the rule'],
  'rule.deleted': ['Deleted the rule'],
  'rule.enabled': ['Switched on the rule'],
  'rule.disabled': ['Switched off the rule'],
  'rule.tested': ['Sent a trial event through the rule'],
  'delivery.resent': ['Sent again:'],
  'delivery.cancelled': ['Cancelled'],
  'bulk_resend.started': ['Began to send', 'again'],
  'bulk_resend.cancelled': ['Cancelled sending', 'again'],
  'replay.started': ['Began to replay what was skipped for'],
  'replay.cancelled': ['Cancelled the replay of'],
  'api_key.created': ['Made the API key'],
  'api_key.revoked': ['Revoked the API key'],
  'event_type.created': ['Created the event type'],
  'event_type.updated': ['Changed the event type'],
  'event_type.deleted': ['Deleted the event type'],
  'mail.resent': ['Sent the mail', 'again'],
  'inbox.updated': ['Changed the'],
  'inbox.token_renewed': ['Made a new address for the'],
  'inbox.cleared': ['Cleared the'],
  'workspace.created': ['Created the workspace'],
  'workspace.updated': ['Changed the workspace'],
  'member.invited': ['Invited'],
  'member.joined': ['Joined as'],
  'member.role_changed': ['Changed the role of'],
  'member.removed': ['Removed', 'from the workspace'],
  'invitation.revoked': ['Revoked the invitation of'],
  'session.started': ['Signed in'],
  'session.refused': ['Was refused at sign-in'],
  'session.ended': ['Signed out'],
  'session.revoked': ['Ended a session of'],
  'account.updated': ['Changed the account'],
  'account.password_changed': ['Changed the password of'],
  'account.password_reset': ['Reset the password of'],
  'account.two_factor_enabled': ['Switched on the second factor of'],
  'account.two_factor_disabled': ['Switched off the second factor of'],
}

/** Groups of actions to filter by; an action belongs to the group that its name begins with. */
export const actionGroups = {
  integration: 'Integrations',
  rule: 'Rules',
  delivery: 'Deliveries',
  bulk_resend: 'Bulk resends',
  replay: 'Replays',
  api_key: 'API keys',
  event_type: 'Event types',
  mail: 'Mails',
  inbox: 'Inbox',
  workspace: 'Workspace',
  member: 'Members',
  invitation: 'Invitations',
  session: 'Logins',
  account: 'Accounts',
} as const
export type ActionGroup = keyof typeof actionGroups
export const actionGroupNames = Object.keys(actionGroups) as ActionGroup[] // the keys of the object above

/** The actions of a group, for the API. */
export const actionsOf = (group: ActionGroup): string[] => Object.keys(actionWords).filter((action) => action.startsWith(`${group}.`))

const pages: Partial<Record<TargetKind, string>> = { integration: '/integrations', rule: '/rules', delivery: '/deliveries' }
const settings: Partial<Record<TargetKind, string>> = { api_key: '/settings/api-keys', mail: '/settings/mail', inbox: '/inbox' }

/** Where the thing can be seen; null for what is gone or has no page. */
export function targetHref({ action, target }: Pick<AuditEntryView, 'action' | 'target'>): string | null {
  if (!target || target.id === null || action.endsWith('.deleted')) return null
  const page = pages[target.kind]
  return page ? `${page}/${target.id}` : (settings[target.kind] ?? null)
}
