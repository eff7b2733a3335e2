import * as z from 'zod'
import { eventsInput } from '@/lib/contracts/event'
import { accepted, answering, type Answering } from '@/lib/http/handle'
import { workspaceName } from '@/lib/workspaces/workspace-name'
import { ingestEvents } from './ingest-events'
import type { IngestQueue } from './ingest-queue'

/** `POST /events`: the busiest route, which the web server answers without Next (scripts/web.ts). */
export const postEvents = (queue: IngestQueue): Answering<Record<string, never>> =>
  answering(
    { scope: 'events:write', body: z.unknown(), contract: eventsInput, free: ['context'], audit: { none: 'The event itself says it' }, limit: 'none' },
    async ({ caller, body, rawBody, recordAnswer }) => {
      const workspace = { id: caller.workspaceId, name: await workspaceName(caller.workspaceId) }
      return accepted(await ingestEvents(queue, { workspace, body, rawBody, recordAnswer, now: Date.now() }))
    },
  )
