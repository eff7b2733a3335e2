import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { queueMessages } from '@/inngest/server/queue-messages'
import type { ServerSettings } from '@/inngest/server/server-settings'
import { startServerEngine } from '@/inngest/server/start-server-engine'
import { startWorld, type World } from '@/inngest/testing/start-world'
import type { TestInngest } from './start-inngest'

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address() as AddressInfo // a TCP server has an address object
    probe.close(() => resolve(port))
  })
})

/** Settings for a worker of that Inngest server, which is called directly, without a web server in between. */
export async function settingsFor({ url, eventKey, signingKey }: TestInngest): Promise<ServerSettings> {
  const port = await freePort()
  return { baseUrl: url, eventKey, signingKey, host: '127.0.0.1', port, appUrl: `http://127.0.0.1:${port}` }
}

/** A world whose durable functions run on that Inngest server. */
export const startServerWorld = (settings: ServerSettings): Promise<World> =>
  startWorld({ engine: { dispatch: queueMessages, start: (options) => startServerEngine(settings, options) } })
