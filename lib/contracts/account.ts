import * as z from 'zod'
import { emailAddress, password } from './member'

/** Where somebody is signed in. */
export const sessionView = z.object({
  id: z.string(),
  device: z.string(), // in words
  address: z.string().nullable(),
  createdAt: z.string(),
  lastActiveAt: z.string(), // to the minute
  current: z.boolean(),
})
export type SessionRow = z.infer<typeof sessionView>

/** How many other sessions were ended. */
export const revokedSessions = z.object({ revoked: z.number().int() })

export const passwordChange = z.strictObject({ currentPassword: z.string().min(1).max(256), newPassword: password })

export const resetRequest = z.strictObject({ email: emailAddress })
export const resetConfirmation = z.strictObject({ token: z.string().min(1).max(200), password })
