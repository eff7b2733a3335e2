import { parseCron, type Cron } from '@/inngest/embedded/cron'
import { parseDuration } from '@/inngest/embedded/duration'
import { parseKeyPath, type KeyPath } from '@/inngest/embedded/key-path'

/** A function's configuration as the runner uses it. */
export interface FunctionOptions {
  id: string
  /** Attempts per step: the first one and its retries. */
  maxAttempts: number
  /** Executing runs of this function in all processes; undefined: as many as there are slots. */
  limit: number | undefined
  /** The same per value of a key. */
  keyLimit: { path: KeyPath; limit: number } | undefined
  batch: { maxSize: number; timeoutMs: number; key: KeyPath | undefined } | undefined
  idempotency: KeyPath | undefined
  crons: ReadonlyArray<{ expression: string; cron: Cron }>
  /** Event names and prefixes with a final `*`. */
  events: readonly string[]
  /** For an onFailure handler: the function whose failures it handles. */
  failureOf: string | undefined
}

/** The in-band sync's entry for a function, of which unknown fields are refused by `readOptions`. */
export type FunctionConfig = Record<string, unknown> & { id: string }

export const FUNCTION_FAILED = 'inngest/function.failed'
const FAILURE_SUFFIX = '-failure'
// What the SDK uses when `retries` is absent is 3, an Inngest server 4: functions always set it.
const KNOWN = new Set(['id', 'name', 'triggers', 'steps', 'idempotency', 'batchEvents', 'concurrency'])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0

/** Reads one function's configuration; what the runner does not have is reported to `refuse`, all of it. */
export function readOptions(config: FunctionConfig, refuse: (problem: string) => void): FunctionOptions {
  const say = (problem: string): void => refuse(`${config.id}: ${problem}`)
  for (const name of Object.keys(config)) {
    if (!KNOWN.has(name) && config[name] !== undefined) say(`option "${name}"`)
  }
  const batch = readBatch(config.batchEvents, say)
  const { limit, keyLimit } = readConcurrency(config.concurrency, say)
  if (batch && keyLimit) say('concurrency.key together with batchEvents')
  return {
    id: config.id,
    maxAttempts: readRetries(config.steps, say) + 1,
    limit,
    keyLimit,
    batch,
    idempotency: readPath(config.idempotency, 'idempotency', say),
    ...readTriggers(config, say),
  }
}

type Say = (problem: string) => void

function readPath(value: unknown, option: string, say: Say): KeyPath | undefined {
  if (value === undefined) return undefined
  const path = typeof value === 'string' ? parseKeyPath(value) : undefined
  if (path === undefined) say(`${option} ${JSON.stringify(value)}: only a dotted path such as event.data.id`)
  return path
}

function readRetries(steps: unknown, say: Say): number {
  const step = isRecord(steps) && isRecord(steps.step) ? steps.step : {}
  const attempts = isRecord(step.retries) ? step.retries.attempts : undefined
  if (typeof attempts === 'number') return attempts
  say('"retries" is not set (absent, the engines differ)')
  return 0
}

function readBatch(value: unknown, say: Say): FunctionOptions['batch'] {
  if (!isRecord(value)) return undefined
  if (value.if !== undefined) say('option "batchEvents.if"')
  const timeoutMs = typeof value.timeout === 'string' ? parseDuration(value.timeout) : undefined
  if (!isCount(value.maxSize)) say('batchEvents.maxSize is not a count')
  if (timeoutMs === undefined) say(`batchEvents.timeout ${JSON.stringify(value.timeout)} is not a duration`)
  const maxSize = isCount(value.maxSize) ? value.maxSize : 1
  return { maxSize, timeoutMs: timeoutMs ?? 0, key: readPath(value.key, 'batchEvents.key', say) }
}

function readConcurrency(value: unknown, say: Say): Pick<FunctionOptions, 'limit' | 'keyLimit'> {
  const found: Pick<FunctionOptions, 'limit' | 'keyLimit'> = { limit: undefined, keyLimit: undefined }
  const entries: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value]
  for (const entry of entries) {
    const option = isRecord(entry) ? entry : { limit: entry }
    if (option.scope !== undefined && option.scope !== 'fn') say(`concurrency.scope ${JSON.stringify(option.scope)}`)
    if (!isCount(option.limit)) {
      say('concurrency.limit is not a count')
      continue
    }
    const path = readPath(option.key, 'concurrency.key', say)
    if (option.key === undefined) found.limit = Math.min(found.limit ?? Infinity, option.limit)
    else if (found.keyLimit) say('two concurrency keys')
    else if (path) found.keyLimit = { path, limit: option.limit }
  }
  return found
}

function readTriggers(config: FunctionConfig, say: Say): Pick<FunctionOptions, 'crons' | 'events' | 'failureOf'> {
  const crons: Array<{ expression: string; cron: Cron }> = []
  const events: string[] = []
  let failureOf: string | undefined
  for (const trigger of Array.isArray(config.triggers) ? config.triggers.filter(isRecord) : []) {
    const { event, cron: expression, expression: condition, jitter } = trigger
    if (typeof expression === 'string') {
      const cron = parseCron(expression)
      if (cron) crons.push({ expression, cron })
      else say(`cron ${JSON.stringify(expression)} (five fields, UTC)`)
      if (jitter !== undefined) say('cron jitter')
    } else if (event === FUNCTION_FAILED && config.id.endsWith(FAILURE_SUFFIX) && condition !== undefined) {
      failureOf = config.id.slice(0, -FAILURE_SUFFIX.length)
    } else if (typeof event === 'string') {
      if (condition !== undefined) say('a trigger with "if"')
      if (event.slice(0, -1).includes('*')) say(`trigger ${JSON.stringify(event)}: "*" only at the end`)
      events.push(event)
    }
  }
  return { crons, events, failureOf }
}
