import type { Queryable } from '@/lib/db'

/** A message to the durable functions. Ids travel in it; rows hold the data. `ts` in the future delays it. */
export interface Message {
  name: string
  data: Record<string, unknown>
  /** Messages with the same id within 24 hours are taken once. */
  id?: string
  ts?: number
}

/**
 * Hands messages to the engine within the caller's transaction: they are sent exactly when it commits. The engine's own
 * part (inngest/) passes it in, because `lib` does not know which engine runs.
 */
export type Dispatch = (tx: Queryable, messages: Message[]) => Promise<unknown>

export const EVENTS_RECEIVED = 'events/received'
export const DELIVERY_RETRY = 'delivery/retry'
export const INTEGRATION_DRAIN = 'integration/drain'
export const OPERATION_RUN = 'operation/run'
export const SCORES_OBSERVED = 'scores/observed'
export const RULE_EXECUTE = 'rule/execute'
export const MAIL_SEND = 'mail/send'
const MAX_IDS_PER_MESSAGE = 100

/** The messages that route these events, up to 100 ids in each. */
export const eventsReceived = (eventIds: readonly string[]): Message[] =>
  Array.from({ length: Math.ceil(eventIds.length / MAX_IDS_PER_MESSAGE) }, (_, i) => ({
    name: EVENTS_RECEIVED,
    data: { eventIds: eventIds.slice(i * MAX_IDS_PER_MESSAGE, (i + 1) * MAX_IDS_PER_MESSAGE) },
  }))

/** The message that has a batch of observations evaluated. */
export const scoresObserved = (batchId: string, workspaceId: string): Message => ({ name: SCORES_OBSERVED, data: { batchId, workspaceId } })
