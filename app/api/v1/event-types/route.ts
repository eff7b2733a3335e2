import { viewEventTypes } from '@/lib/events/view-event-type'
import { handle, ok } from '@/lib/http/handle'

export const GET = handle({ scope: 'integrations:read' }, async () =>
  ok({ data: viewEventTypes(), page: { nextCursor: null } }))
