import { createClient } from '@/inngest/client'
import { dispatch } from '@/inngest/dispatch'
import { EmbeddedRunner } from '@/inngest/embedded/runner'
import type { Engine, EngineOptions } from '@/inngest/engine'
import { createFunctions } from '@/inngest/functions/create-functions'
import { queueMessages } from '@/inngest/server/queue-messages'
import type { ServerSettings } from '@/inngest/server/server-settings'
import { startServerEngine } from '@/inngest/server/start-server-engine'
import { settingsFor } from '@/inngest/server/testing/settings-for'
import { startInngestBinary } from '@/inngest/server/testing/start-inngest-binary'
import type { Dispatch } from '@/lib/dispatch'
import { runsOnServer } from '@/lib/env'

/** What runs the durable functions of a world, and how messages get there. */
export interface WorldEngine {
  dispatch: Dispatch
  start(options: EngineOptions): Promise<Engine>
  close?(): Promise<void>
}

const embedded: WorldEngine = {
  dispatch,
  start: async ({ pool, connectionString, log, deps }) => {
    const runner = new EmbeddedRunner({ pool, connectionString, log })
    const client = createClient(runner.fetch)
    await runner.start({ client, functions: createFunctions(client, deps) })
    return { stop: (timeoutMs) => runner.stop({ timeoutMs }) }
  },
}

/** Of a worker with these settings; the server belongs to the caller. */
export const serverEngine = (settings: ServerSettings): WorldEngine =>
  ({ dispatch: queueMessages, start: (options) => startServerEngine(settings, options) })

/** The embedded runner; with `ENGINE=inngest` a real server of its own, the program that INNGEST_TEST_BINARY names. */
export async function chosenEngine(): Promise<WorldEngine> {
  if (!runsOnServer()) return embedded
  const inngest = await startInngestBinary(String(Reflect.get(import.meta.env, 'INNGEST_TEST_BINARY'))) // Vitest shows the environment here
  return { ...serverEngine(await settingsFor(inngest)), close: inngest.close }
}
