import { dispatchEvents } from '@/inngest/embedded/dispatch'
import { readRegistry, type Registry } from '@/inngest/embedded/registry'
import type { Dispatch } from '@/lib/dispatch'
import { createClient } from './client'
import { createFunctions } from './functions/create-functions'

const configsOnly = () => {
  throw new Error('This process does not run durable functions')
}

const holder = globalThis as typeof globalThis & { hookwrightRegistry?: Promise<Registry> }

// Which functions an event starts, read from the functions themselves once per process.
const registry = (): Promise<Registry> => {
  const client = createClient()
  return (holder.hookwrightRegistry ??= readRegistry(client, createFunctions(client, configsOnly)))
}

/** Hands messages to the durable functions within the caller's transaction. */
export const dispatch: Dispatch = async (tx, messages) => dispatchEvents(await registry(), tx, messages)
