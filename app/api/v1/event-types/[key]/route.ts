import { eventTypePatch } from '@/lib/contracts/event-type'
import { viewEventType } from '@/lib/event-types/view-event-type'
import { deleteEventType, updateEventType } from '@/lib/event-types/write-event-type'
import { handle, noContent, ok } from '@/lib/http/handle'

type Params = { key: string }

export const GET = handle<Params>({ scope: 'integrations:read' }, async ({ caller, params }) => ok(await viewEventType(caller.workspaceId, params.key)))

export const PATCH = handle<Params, typeof eventTypePatch>(
  { scope: 'integrations:write', body: eventTypePatch, free: ['sample', 'samples', 'contextSchema'], audit: 'event_type.updated' },
  async ({ caller, params, body, rawBody }) => ok(await updateEventType(caller, params.key, body, rawBody)),
)

export const DELETE = handle<Params>({ scope: 'integrations:write', audit: 'event_type.deleted' }, async ({ caller, params }) => {
  await deleteEventType(caller, params.key)
  return noContent()
})
