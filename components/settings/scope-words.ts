import type { Scope } from '@/lib/contracts/api-key'

export const scopeWords: Record<Scope, string> = {
  'events:write': 'Report events and scores',
  'integrations:read': 'Read integrations',
  'integrations:write': 'Change integrations',
  'deliveries:read': 'Read events and deliveries',
  'deliveries:write': 'Resend and cancel deliveries',
  admin: 'Everything, also keys and members',
}

export const scopes = Object.keys(scopeWords) as Scope[] // the keys of a Record of Scope
