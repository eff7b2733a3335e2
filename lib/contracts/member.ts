import * as z from 'zod'

/** What a person may do in a workspace; owner > admin > viewer. */
export const role = z.enum(['owner', 'admin', 'viewer'])
export type Role = z.infer<typeof role>

/** A person in a workspace. */
export const member = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  twoFactorEnabled: z.boolean(),
  createdAt: z.string(),
})
export type MemberView = z.infer<typeof member>

export const memberPatch = z.strictObject({ role })

export const personName = z.string().trim().min(1).max(100)
export const password = z.string().min(8, { error: 'Must have at least 8 characters' }).max(256)
export const emailAddress = z.string().trim().toLowerCase().pipe(z.email().max(320))

export const invitationInput = z.strictObject({ email: emailAddress, role: role.default('viewer') })

/** `expired`: nobody has used it in time. */
export const invitationStatus = z.enum(['pending', 'expired'])

/** An invitation that waits to be accepted. */
export const invitation = z.object({
  id: z.string(),
  email: z.string(),
  role,
  status: invitationStatus,
  invitedBy: z.string().nullable(), // a name
  createdAt: z.string(),
  expiresAt: z.string(),
})
export type InvitationView = z.infer<typeof invitation>

/** What making an invitation answers: the link is shown this once. */
export const madeInvitation = invitation.extend({
  url: z.string(),
  /** Whether it goes by mail too; without a mail server it has to be handed over. */
  mailed: z.boolean(),
})
export type MadeInvitation = z.infer<typeof madeInvitation>

/** `name` and `password` make an account; without them the person who is signed in accepts. */
export const acceptInput = z.strictObject({
  token: z.string().min(1).max(200),
  name: personName.optional(),
  password: password.optional(),
})
