import { dispatchEvents } from '@/inngest/embedded/dispatch'
import { readRegistry, type Registry } from '@/inngest/embedded/registry'
import { queueMessages } from '@/inngest/server/queue-messages'
import type { Dispatch } from '@/lib/dispatch'
import { runsOnServer } from '@/lib/env'
import { createClient } from './client'
import { createFunctions } from './functions/create-functions'

const configsOnly = () => {
  throw new Error('This process does not run durable functions')
}

const holder = globalThis as typeof globalThis & { hookwrightRegistry?: Promise<Registry> }

const read = (): Promise<Registry> => {
  const client = createClient()
  return readRegistry(client, createFunctions(client, configsOnly))
}

/** Which functions an event starts, read from the functions themselves once per process. */
export const readFunctionRegistry = (): Promise<Registry> => (holder.hookwrightRegistry ??= read())

const toRunner: Dispatch = async (tx, messages) => dispatchEvents(await readFunctionRegistry(), tx, messages)

/** Hands messages to the durable functions within the caller's transaction, whichever engine runs them. */
export const dispatch: Dispatch = runsOnServer() ? queueMessages : toRunner
