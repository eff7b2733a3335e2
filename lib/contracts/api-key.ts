import * as z from 'zod'

export const apiKeyScopes = [
  'events:write', 'integrations:read', 'integrations:write', 'deliveries:read', 'deliveries:write', 'admin',
] as const
export const scope = z.enum(apiKeyScopes)
export type Scope = z.infer<typeof scope>

export const apiKeyInput = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scope).min(1),
})

export const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  lastFour: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})
export type ApiKeyView = z.infer<typeof apiKey>

/** What making a key answers: `key` is shown this once. */
export const madeApiKey = apiKey.extend({ key: z.string() })
export type MadeApiKey = z.infer<typeof madeApiKey>
