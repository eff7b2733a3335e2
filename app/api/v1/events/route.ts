import { ingestQueue } from '@/app/api/ingest-queue'
import { eventQuery } from '@/lib/contracts/event'
import { postEvents } from '@/lib/events/post-events'
import { listEvents } from '@/lib/events/list-events'
import { handle, ok, toRoute } from '@/lib/http/handle'

// With `npm start` the web server answers it itself, by the same function (scripts/web.ts); `npm run dev` comes here.
export const POST = toRoute(postEvents(ingestQueue()))

export const GET = handle({ scope: 'deliveries:read', query: eventQuery, limit: 'none' }, async ({ caller, query }) =>
  ok(await listEvents(caller.workspaceId, query)))
