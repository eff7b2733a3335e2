import * as z from 'zod'

/** `kept`: no mail server is set, so it can only be read here. */
export const mailStatus = z.enum(['queued', 'sent', 'kept', 'failed'])
export type MailStatus = z.infer<typeof mailStatus>

/** A message to a person, sent or not. */
export const mail = z.object({
  id: z.string(),
  kind: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  status: mailStatus,
  attempts: z.number().int(),
  error: z.string().nullable(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
})
export type MailView = z.infer<typeof mail>
