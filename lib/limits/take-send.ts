import { pool } from '@/lib/db'
import { SENDS, type Standing } from './policies'

// The times of the last sends, of a caller's last minute only: exact in any 60 seconds, for all processes together.
const TAKE = `
  INSERT INTO send_log AS s (key, times, taken, used_at)
  VALUES ($1, ARRAY[extract(epoch FROM clock_timestamp())::float8], true, now())
  ON CONFLICT (key) DO UPDATE SET (times, taken, used_at) = (
    SELECT CASE WHEN cardinality(recent) < $2 THEN recent || at ELSE recent END, cardinality(recent) < $2, now()
    FROM (SELECT at, ARRAY(SELECT t FROM unnest(s.times) AS t WHERE t > at - $3 ORDER BY t) AS recent
      FROM (SELECT extract(epoch FROM clock_timestamp())::float8 AS at) AS clock) AS found)
  RETURNING taken, cardinality(times) AS used, ceil(times[1] + $3 - extract(epoch FROM clock_timestamp()))::int AS wait`

/** Counts a test or a resend of a caller, where there is room for one more. */
export async function takeSend(key: string): Promise<Standing> {
  const { quota, windowSeconds } = SENDS
  const { rows: [row] } = await pool().query<{ taken: boolean; used: number; wait: number }>(TAKE, [key, quota, windowSeconds])
  if (!row) throw new Error('The send was not counted')
  const wait = Math.max(1, row.wait)
  return { policy: SENDS, remaining: quota - row.used, resetSeconds: wait, ...(!row.taken && { retryAfterSeconds: wait }) }
}

// The newest time: which of a caller's that is makes no difference to the count, only to when it falls.
const GIVE_BACK = `UPDATE send_log SET times = times[:cardinality(times) - 1] WHERE key = $1`

/** Takes back what `takeSend` counted, because nothing was sent after all. */
export async function giveBackSend(key: string): Promise<void> {
  await pool().query(GIVE_BACK, [key])
}
