import { ingestQueue } from '@/app/api/ingest-queue'
import { ingestEvents } from '@/lib/events/ingest-events'
import { eventQuery, listEvents } from '@/lib/events/read-events'
import { accepted, handle, ok } from '@/lib/http/handle'
import { workspaceName } from '@/lib/workspaces/workspace-name'
import * as z from 'zod'

const queue = ingestQueue()

export const POST = handle({ scope: 'events:write', body: z.unknown(), free: ['context'] }, async ({ caller, body, rawBody, recordAnswer }) => {
  const workspace = { id: caller.workspaceId, name: await workspaceName(caller.workspaceId) }
  return accepted(await ingestEvents(queue, { workspace, body, rawBody, recordAnswer, now: Date.now() }))
})

export const GET = handle({ scope: 'deliveries:read', query: eventQuery }, async ({ caller, query }) =>
  ok(await listEvents(caller.workspaceId, query)))
