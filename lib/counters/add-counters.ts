import type { Queryable } from '@/lib/db'
import { RESULTS } from './tally-attempts'

/** What is added to the counters of an integration for the time that begins at `at` (ms). */
export interface CounterSum {
  integrationId: string
  at: number
  results: number[] // in the order of RESULTS
  latencies: number[] // by bucket
}

// By key, so that two processes lock the rows in the same order.
const ADD = `
  INSERT INTO attempt_counter AS c (integration_id, at, succeeded, status_4xx, status_5xx, no_answer, other, latencies)
  SELECT id, to_timestamp(at / 1000.0), succeeded, status_4xx, status_5xx, no_answer, other, latencies::int[]
  FROM unnest($1::text[], $2::float8[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::text[])
    AS r(id, at, succeeded, status_4xx, status_5xx, no_answer, other, latencies) ORDER BY id, at
  ON CONFLICT (integration_id, at) DO UPDATE SET succeeded = c.succeeded + excluded.succeeded,
    status_4xx = c.status_4xx + excluded.status_4xx, status_5xx = c.status_5xx + excluded.status_5xx,
    no_answer = c.no_answer + excluded.no_answer, other = c.other + excluded.other,
    latencies = (SELECT array_agg(a + b ORDER BY n) FROM unnest(c.latencies, excluded.latencies) WITH ORDINALITY AS l(a, b, n))`

/** Adds sums, each of another integration or time, in the caller's transaction. */
export async function addCounters(tx: Queryable, sums: readonly CounterSum[]): Promise<void> {
  if (sums.length === 0) return
  await tx.query({
    name: 'add_counters',
    text: ADD,
    values: [
      sums.map(({ integrationId }) => integrationId), sums.map(({ at }) => at),
      ...RESULTS.map((_, place) => sums.map(({ results }) => results[place])),
      sums.map(({ latencies }) => `{${latencies.join()}}`),
    ],
  })
}
