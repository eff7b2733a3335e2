import { createClient } from '@/inngest/client'
import { EmbeddedRunner } from '@/inngest/embedded/runner'
import type { Engine, EngineOptions } from '@/inngest/engine'
import { createFunctions } from '@/inngest/functions/create-functions'
import { readFunctionRegistry } from '@/inngest/dispatch'
import { keepTakingOver } from '@/inngest/server/keep-taking-over'
import { takeOverFromRelay } from '@/inngest/server/take-over'
import { detachEnvironment } from '@/lib/env'

/** Runs the durable functions in this process, from Postgres. */
export async function startEmbeddedEngine({ pool, connectionString, worker, log, deps }: EngineOptions): Promise<Engine> {
  detachEnvironment()
  // Batches fill by themselves while the worker is busy; waiting for more would only add to the time until delivery.
  const runner = new EmbeddedRunner({ pool, connectionString, log, worker, eagerMs: 0 })
  const client = createClient(runner.fetch)
  const registry = await readFunctionRegistry()
  await runner.start({ client, functions: createFunctions(client, deps) })
  const takingOver = await keepTakingOver(() => takeOverFromRelay(pool, registry), log)
  return {
    stop: async (timeoutMs) => {
      takingOver.stop()
      await runner.stop({ timeoutMs })
    },
  }
}
