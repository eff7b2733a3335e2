import { eventTypeInput } from '@/lib/contracts/event-type'
import { viewEventTypes } from '@/lib/event-types/view-event-type'
import { createEventType } from '@/lib/event-types/write-event-type'
import { created, handle, ok } from '@/lib/http/handle'

export const GET = handle({ scope: 'integrations:read' }, async ({ caller }) =>
  ok({ data: await viewEventTypes(caller.workspaceId), page: { nextCursor: null } }))

export const POST = handle(
  { scope: 'integrations:write', body: eventTypeInput, free: ['sample', 'samples', 'contextSchema'], audit: 'event_type.created' },
  async ({ caller, body, rawBody, recordAnswer }) => created(await createEventType(caller, body, rawBody, recordAnswer)),
)
