import type { AcceptedEvent } from '@/lib/contracts/event'
import { inTransaction, type Queryable } from '@/lib/db'
import { eventsReceived, type Dispatch } from '@/lib/dispatch'
import { isDatabaseDown } from '@/lib/http/is-database-down'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { countEvents } from '@/lib/metrics/count-events'
import { observeEvents, OBSERVED_EVENT } from '@/lib/scores/observe-events'

export interface EventRow {
  id: string
  workspaceId: string
  type: string
  description: string
  occurredAt: string
  context: string
  scorecard: string | null
  externalId: string | null
}

interface Waiting {
  rows: EventRow[]
  recordAnswer: RecordAnswer | undefined
  resolve: (events: AcceptedEvent[]) => void
  reject: (error: unknown) => void
}

const MAX_ROWS_PER_COMMIT = 5000
const COMMITS_AT_ONCE = 2 // while one waits for the disk the other fills
const DEADLOCK_TRIES = 3

// One statement for all rows; a text column each, in the order given, so that `number` counts in arrival order.
const INSERT = `
  INSERT INTO event (id, workspace_id, type, description, occurred_at, context, scorecard, external_id)
  SELECT id, workspace_id, type, description, occurred_at, context::json, scorecard, external_id
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    AS e(id, workspace_id, type, description, occurred_at, context, scorecard, external_id)
  ON CONFLICT (workspace_id, external_id) WHERE external_id IS NOT NULL DO NOTHING
  RETURNING id`

const FIRST_IDS = `
  SELECT e.id, e.workspace_id, e.external_id
  FROM event e JOIN unnest($1::text[], $2::text[]) AS w(workspace_id, external_id)
    ON e.workspace_id = w.workspace_id AND e.external_id = w.external_id`

const insertRows = async (tx: Queryable, rows: EventRow[]): Promise<Set<string>> => {
  const column = (pick: (row: EventRow) => string | null) => rows.map(pick)
  const { rows: stored } = await tx.query<{ id: string }>({
    name: 'ingest_events',
    text: INSERT,
    values: [
      column((row) => row.id), column((row) => row.workspaceId), column((row) => row.type),
      column((row) => row.description), column((row) => row.occurredAt), column((row) => row.context),
      column((row) => row.scorecard), column((row) => row.externalId),
    ],
  })
  return new Set(stored.map((row) => row.id))
}

const keyOf = (workspaceId: string, externalId: string) => `${workspaceId} ${externalId}`

// Ids of the events that were there first, by the sender's own id.
const findFirstIds = async (tx: Queryable, duplicates: EventRow[]): Promise<Map<string, string>> => {
  if (duplicates.length === 0) return new Map()
  const { rows } = await tx.query<{ id: string; workspace_id: string; external_id: string }>(FIRST_IDS, [
    duplicates.map((row) => row.workspaceId), duplicates.map((row) => row.externalId),
  ])
  return new Map(rows.map((row) => [keyOf(row.workspace_id, row.external_id), row.id]))
}

const isDeadlock = (error: unknown) => typeof error === 'object' && error !== null && Reflect.get(error, 'code') === '40P01'

/**
 * Group commit: all requests that wait while a commit is under way go into the next one together. A commit holds the
 * rows, the message that routes them and the answers of idempotency keys; whoever waits is answered after it.
 */
export class IngestQueue {
  private waiting: Waiting[] = []
  private gathering = false
  private readonly underWay: number[] = [] // requests of each running commit

  constructor(private readonly dispatch: Dispatch) {}

  /** Stores the rows of one request; resolves after the COMMIT that holds them all. */
  add(rows: EventRow[], recordAnswer?: RecordAnswer): Promise<AcceptedEvent[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, recordAnswer, resolve, reject })
      this.next()
    })
  }

  private next(): void {
    if (this.gathering || this.waiting.length === 0 || !this.mayCommit()) return
    this.gathering = true
    // Requests that arrive in the same turn of the event loop belong together.
    setImmediate(() => {
      this.gathering = false
      const group = this.take()
      this.underWay.push(group.length)
      void this.commit(group).finally(() => {
        this.underWay.splice(this.underWay.indexOf(group.length), 1)
        this.next()
      })
    })
  }

  // Beside a commit only one that is worth as much: many small ones would cost more than they gain.
  private mayCommit(): boolean {
    const [running = 0] = this.underWay
    return this.underWay.length < COMMITS_AT_ONCE && this.waiting.length >= running
  }

  private take(): Waiting[] {
    let rows = 0
    const upTo = this.waiting.findIndex((request) => (rows += request.rows.length) > MAX_ROWS_PER_COMMIT)
    return this.waiting.splice(0, upTo === -1 ? this.waiting.length : Math.max(1, upTo))
  }

  private async commit(group: Waiting[]): Promise<void> {
    if (group.length === 0) return
    try {
      const answers = await this.store(group)
      countEvents(answers)
      group.forEach((request, index) => request.resolve(answers[index] ?? []))
    } catch (error) {
      if (group.length === 1 || isDatabaseDown(error)) return group.forEach((request) => request.reject(error))
      // One request's rows must not fail its neighbours': each once more on its own.
      for (const request of group) await this.commit([request])
    }
  }

  private async store(group: Waiting[]): Promise<AcceptedEvent[][]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction((tx) => this.storeIn(tx, group))
      } catch (error) {
        if (!isDeadlock(error) || attempt === DEADLOCK_TRIES) throw error
      }
    }
  }

  private async storeIn(tx: Queryable, group: Waiting[]): Promise<AcceptedEvent[][]> {
    const rows = group.flatMap((request) => request.rows)
    const stored = await insertRows(tx, rows)
    const first = await findFirstIds(tx, rows.filter((row) => !stored.has(row.id)))
    const answers = group.map((request) => request.rows.map((row): AcceptedEvent =>
      stored.has(row.id)
        ? { id: row.id, type: row.type, status: 'accepted' }
        : { id: first.get(keyOf(row.workspaceId, row.externalId ?? '')) ?? row.id, type: row.type, status: 'duplicate' }))
    if (stored.size > 0) await this.dispatch(tx, eventsReceived(rows.filter((row) => stored.has(row.id)).map((row) => row.id)))
    const observed = rows.filter((row) => row.type === OBSERVED_EVENT && stored.has(row.id))
    if (observed.length > 0) await observeEvents(tx, this.dispatch, observed, Date.now())
    for (const [index, request] of group.entries()) {
      await request.recordAnswer?.(tx, { status: 202, body: { events: answers[index] } })
    }
    return answers
  }
}
