import { queueMessages } from '@/inngest/server/queue-messages'
import type { ServerSettings } from '@/inngest/server/server-settings'
import { startServerEngine } from '@/inngest/server/start-server-engine'
import { startWorld, type World } from '@/inngest/testing/start-world'
import { freePort } from '@/lib/testing/free-port'
import type { TestInngest } from './start-inngest'

/** Settings for a worker of that Inngest server, which is called directly, without a web server in between. */
export async function settingsFor({ url, eventKey, signingKey }: TestInngest): Promise<ServerSettings> {
  const port = await freePort()
  return { baseUrl: url, eventKey, signingKey, host: '127.0.0.1', port, appUrl: `http://127.0.0.1:${port}` }
}

/** A world whose durable functions run on that Inngest server. */
export const startServerWorld = (settings: ServerSettings): Promise<World> =>
  startWorld({ engine: { dispatch: queueMessages, start: (options) => startServerEngine(settings, options) } })
