import { env } from '@/lib/env'
import { handle, ok } from '@/lib/http/handle'

export const GET = handle({ scope: 'integrations:read' }, async () =>
  ok({ data: env().EGRESS_IPS, page: { nextCursor: null } }))
