import type { Inngest, InngestFunction } from 'inngest'
import { readOptions, type FunctionConfig, type FunctionOptions } from '@/inngest/embedded/function-options'
import { createSdkHandler, type SdkHandler } from '@/inngest/embedded/sdk-handler'

/** The functions of this process, as the SDK describes them, and the way to call them. */
export interface Registry {
  functions: ReadonlyMap<string, FunctionOptions>
  /** The functions that an event of that name starts. */
  targets(eventName: string): readonly FunctionOptions[]
  /** The onFailure handler of a function, if it has one. */
  failureHandler(fn: string): FunctionOptions | undefined
  handler: SdkHandler
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isConfig = (value: unknown): value is FunctionConfig => isRecord(value) && typeof value.id === 'string'

/**
 * Reads the functions' configurations by the SDK's in-band sync. Throws one error that names every option the embedded
 * runner does not have: at start, not at the first event.
 */
export async function readRegistry(client: Inngest.Any, functions: InngestFunction.Any[]): Promise<Registry> {
  const handler = createSdkHandler(client, functions)
  const body = await handler.readConfigs()
  const configs = isRecord(body) && Array.isArray(body.functions) ? body.functions.filter(isConfig) : []
  const problems: string[] = []
  const read = configs.map((config) => readOptions(config, (problem) => problems.push(problem)))
  if (problems.length > 0) {
    throw new Error(
      'The embedded runner does not have these options; run the functions on an Inngest server (ENGINE=inngest):\n  ' +
        problems.join('\n  '),
    )
  }
  return createRegistry(read, handler)
}

/** A registry of functions that were already read. */
export function createRegistry(read: readonly FunctionOptions[], handler: SdkHandler): Registry {
  const functions = new Map(read.map((fn) => [fn.id, fn]))
  const handlers = new Map(read.flatMap((fn) => (fn.failureOf === undefined ? [] : [[fn.failureOf, fn] as const])))
  const known = new Map<string, FunctionOptions[]>()
  return {
    functions,
    handler,
    failureHandler: (fn) => handlers.get(fn),
    targets: (name) => {
      const cached = known.get(name)
      if (cached) return cached
      const found = read.filter((fn) => fn.events.some((pattern) => matchesEvent(pattern, name)))
      // Event names are few; one that is made up per event must not fill the memory.
      if (known.size < 1000) known.set(name, found)
      return found
    },
  }
}

/** Whether a trigger takes an event: the same name, or a prefix before `*`; the engine's own events by name only. */
export function matchesEvent(pattern: string, name: string): boolean {
  if (!pattern.endsWith('*')) return pattern === name
  const prefix = pattern.slice(0, -1)
  return name.startsWith(prefix) && (!name.startsWith('inngest/') || prefix.startsWith('inngest/'))
}
