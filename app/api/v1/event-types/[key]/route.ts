import { viewEventType } from '@/lib/events/view-event-type'
import { handle, ok } from '@/lib/http/handle'

export const GET = handle<{ key: string }>({ scope: 'integrations:read' }, async ({ params }) => ok(viewEventType(params.key)))
