import { created, handle } from '@/lib/http/handle'
import { renewToken } from '@/lib/inbox/manage-inbox'

export const POST = handle({ scope: 'integrations:write', audit: 'inbox.token_renewed' }, async ({ caller }) =>
  created(await renewToken(caller)))
