import type { Engine, EngineOptions } from '@/inngest/engine'
import { createFunctions } from '@/inngest/functions/create-functions'
import { createCallHandler } from './create-call-handler'
import { createServerClient } from './create-server-client'
import { FunctionServer } from './function-server'
import { keepRegistered } from './keep-registered'
import { keepTakingOver } from './keep-taking-over'
import { OutboxRelay } from './outbox-relay'
import { createSendEvents } from './send-events'
import type { ServerSettings } from './server-settings'
import { takeOverFromRunner } from './take-over'

/**
 * Runs the durable functions on an Inngest server: serves them on WORKER_PORT, tells the server so, and sends it the
 * outbox once it knows them, because it drops events that no function wants. Ready when it serves; while the server
 * cannot be reached, messages wait.
 */
export async function startServerEngine(settings: ServerSettings, options: EngineOptions): Promise<Engine> {
  const { pool, connectionString, log, deps } = options
  const client = createServerClient(settings)
  const functions = createFunctions(client, deps, { batched: false })
  const { appUrl } = settings
  const server = new FunctionServer(createCallHandler({ client, functions, appUrl }), log)
  await server.listen(settings.port, settings.host)
  const takingOver = await keepTakingOver(() => takeOverFromRunner(pool), log)
  const registration = keepRegistered(createCallHandler({ client, functions, appUrl, trusted: true }), appUrl, log)
  const relay = new OutboxRelay({ pool, connectionString, send: createSendEvents(settings), log })
  let stopping = false
  void registration.done.then(() => stopping || relay.start())
  return {
    stop: async (timeoutMs) => {
      stopping = true
      registration.stop()
      takingOver.stop()
      await Promise.all([server.stop(timeoutMs), relay.stop(timeoutMs)])
    },
  }
}
