import pg from 'pg'

/** An attempt as it is stored. */
export interface AttemptRow {
  number: number
  trigger: 'automatic' | 'manual' | 'test'
  status: number | null
  error: string | null
  message: string | null
  startedAt: number
  durationMs: number
  truncated: boolean
  bytes: number | null
  worker: string | null
}

/** A delivery with its attempts, the first first. */
export interface DeliveryRow {
  id: string
  eventId: string
  integrationId: string
  status: string
  attemptCount: number
  nextAttemptAt: number | null
  finishedAt: number | null
  attempts: AttemptRow[]
}

export interface History {
  deliveries: DeliveryRow[]
  /** Events with neither a delivery nor a skip. */
  unrouted: string[]
  /** What the durable functions still have to do or gave up. */
  runs: number
  failedRuns: number
  /** Attempts but for tests, and how many of them the counters and tallies know. */
  attempts: number
  countedAttempts: number
}

const DELIVERIES = `
  SELECT d.id, d.event_id AS "eventId", d.integration_id AS "integrationId", d.status::text, d.attempt_count AS "attemptCount",
    extract(epoch FROM d.next_attempt_at)::float8 * 1000 AS "nextAttemptAt",
    extract(epoch FROM d.finished_at)::float8 * 1000 AS "finishedAt",
    coalesce((
      SELECT json_agg(json_build_object('number', a.number, 'trigger', a.trigger, 'status', a.status_code,
        'error', a.error_code, 'message', a.error_message, 'startedAt', extract(epoch FROM a.started_at)::float8 * 1000,
        'durationMs', a.duration_ms, 'truncated', a.truncated, 'bytes', length(a.response_body), 'worker', a.worker)
        ORDER BY a.number)
      FROM attempt a WHERE a.delivery_id = d.id), '[]') AS attempts
  FROM delivery d ORDER BY d.id`

const UNROUTED = `
  SELECT e.id FROM event e WHERE NOT EXISTS (SELECT FROM delivery d WHERE d.event_id = e.id)
    AND NOT EXISTS (SELECT FROM event_skip s WHERE s.event_id = e.id)`

const RUNS = `
  SELECT (SELECT count(*)::int FROM runner_batch_item)
    + (SELECT count(*)::int FROM runner_run WHERE fn NOT IN (SELECT fn FROM runner_cron)) AS runs,
    (SELECT count(*)::int FROM runner_failed) AS failed`

// One statement: what is folded meanwhile is seen either before or after.
const COUNTED = `
  SELECT (SELECT count(*)::int FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE NOT d.test) AS attempts,
    (SELECT coalesce(sum(succeeded + status_4xx + status_5xx + no_answer + other), 0)::int FROM attempt_counter)
    + (SELECT coalesce(sum((e ->> 4)::int), 0)::int FROM attempt_tally, json_array_elements(entries) e) AS counted`

const PROGRESS = `
  SELECT count(*)::int AS total, count(*) FILTER (WHERE status IN ('pending', 'sending'))::int AS "underWay",
    count(*) FILTER (WHERE status = 'retrying')::int AS retrying, (SELECT count(*)::int FROM (${UNROUTED}) u) AS unrouted
  FROM delivery`

/** How far a database has come. */
export interface Progress {
  total: number
  underWay: number
  retrying: number
  unrouted: number
}

// On a connection of its own: whatever happens to the product's does not matter here.
const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** One statement of the test itself. */
export const runSql = <R extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<R[]> =>
  withClient(url, async (client) => (await client.query<R>(text, values)).rows)

export const readProgress = (url: string): Promise<Progress> => withClient(url, async (client) => {
  const { rows: [row] } = await client.query<Progress>(PROGRESS)
  return row ?? { total: 0, underWay: 0, retrying: 0, unrouted: 0 }
})

/** Everything of one database. */
export const readHistory = (url: string): Promise<History> => withClient(url, async (client) => {
  const deliveries = await client.query<DeliveryRow>(DELIVERIES)
  const unrouted = await client.query<{ id: string }>(UNROUTED)
  const { rows: [runs] } = await client.query<{ runs: number; failed: number }>(RUNS)
  const { rows: [numbers] } = await client.query<{ attempts: number; counted: number }>(COUNTED)
  return {
    attempts: numbers?.attempts ?? 0, countedAttempts: numbers?.counted ?? 0,
    deliveries: deliveries.rows, unrouted: unrouted.rows.map(({ id }) => id),
    runs: runs?.runs ?? 0, failedRuns: runs?.failed ?? 0,
  }
})
