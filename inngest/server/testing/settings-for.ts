import type { ServerSettings } from '@/inngest/server/server-settings'
import { freePort } from '@/lib/testing/free-port'
import type { ReachableInngest } from './start-inngest'

/** Settings for a worker of that Inngest server, which is called directly, without a web server in between. */
export async function settingsFor({ url, eventKey, signingKey }: ReachableInngest): Promise<ServerSettings> {
  const port = await freePort()
  return { baseUrl: url, eventKey, signingKey, host: '127.0.0.1', port, appUrl: `http://127.0.0.1:${port}` }
}
