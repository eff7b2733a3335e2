import { pool } from '@/lib/db'
import type { Figure, Section } from '../bench-types'
import { monotonicMs, perSecond } from '../measure'
import { waitForRequests, waitForStatus } from '../wait-for'

const EVENTS = 3000

// Moves the clock for them, so that a slow machine has not begun with the second attempts before the first are over.
const makeDue = async (): Promise<void> => {
  await pool().query(`UPDATE delivery SET next_attempt_at = now() WHERE status = 'retrying'`)
  await pool().query('UPDATE runner_batch_item SET at = now()')
  // Where they wait with ENGINE=inngest.
  await pool().query(`UPDATE outbox SET due_at = now(), event = (event::jsonb || '{"ts": 0}')::json`)
}

/** Each first attempt fails; the second ones are due together, many in one run. */
export const retry: Section = {
  name: 'retry',
  run: async (ground): Promise<Figure[]> => {
    const [url = ''] = ground.receivers.urls
    ground.receivers.behave(url, { failFirst: true })
    await ground.integrate(url, { policy: { profile: 'custom', timeoutMs: 5000, retryDelaysSeconds: [600] } })
    const worker = await ground.startWorker()
    await ground.accept(0, EVENTS)
    await waitForStatus(ground, 'retrying', EVENTS)
    worker.pause()
    await makeDue()
    const start = monotonicMs()
    worker.resume()
    await waitForRequests(ground, 2 * EVENTS)
    await waitForStatus(ground, 'succeeded', EVENTS)
    const rate = perSecond(EVENTS, monotonicMs() - start)
    return [{ section: 'retry', what: `${EVENTS} retries due at once`, value: rate, unit: '/s', goal: '≥ 700' }]
  },
}
