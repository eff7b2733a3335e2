import type { Inngest } from 'inngest'
import * as z from 'zod'
import { EVENTS_RECEIVED } from '@/lib/dispatch'
import { routeEvents } from '@/lib/deliveries/route-events'
import type { FunctionOptions } from './create-functions'
import type { GetDeps } from './deps'
import { outlastOutage } from './outlast-outage'

const message = z.object({ eventIds: z.array(z.string()) })

/** Accepted events: who wants them gets a delivery, which is sent at once; the others a skip. */
export const createRouteEvents = (client: Inngest, deps: GetDeps, { batched }: FunctionOptions) =>
  client.createFunction(
    {
      id: 'route-events',
      retries: 10,
      // A message holds many events; when they trickle in one by one, a run takes some together.
      ...(batched ? { batchEvents: { maxSize: 20, timeout: '1s' } } : {}),
      triggers: [{ event: EVENTS_RECEIVED }],
    },
    // No step: routing makes nothing twice and leaves no result, so a checkpoint would only be one more statement.
    async ({ events }) => {
      const eventIds = events.flatMap((event) => message.parse(event.data).eventIds)
      await outlastOutage(() => routeEvents(deps(), eventIds))
    },
  )
