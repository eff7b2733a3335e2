import { inboxPatch } from '@/lib/contracts/inbox'
import { handle, ok } from '@/lib/http/handle'
import { readInbox, setAnswer } from '@/lib/inbox/manage-inbox'

export const GET = handle({ scope: 'deliveries:read' }, async ({ caller }) => ok(await readInbox(caller)))

export const PATCH = handle({ scope: 'integrations:write', body: inboxPatch, audit: 'inbox.updated' }, async ({ caller, body }) =>
  ok(await setAnswer(caller, body.answer)))
