import { parseArgs } from 'node:util'
import { dispatch } from '@/inngest/dispatch'
import { releaseDeadRuns } from '@/inngest/embedded/release-dead-runs'
import { startEmbeddedEngine } from '@/inngest/start-embedded-engine'
import { readServerSettings } from '@/inngest/server/server-settings'
import { startServerEngine } from '@/inngest/server/start-server-engine'
import { systemClock } from '@/lib/clock'
import { keepCounters } from '@/lib/counters/keep-counters'
import { closeDb, createPool } from '@/lib/db'
import { DeliverySender } from '@/lib/deliveries/delivery-sender'
import { sweepDeliveries, type DeadWorkers } from '@/lib/deliveries/sweep-deliveries'
import { env } from '@/lib/env'
import { dropPermits } from '@/lib/gates/lease-permits'
import { newId } from '@/lib/ids'
import { logger } from '@/lib/logger'
import { keepMetrics } from '@/lib/metrics/keep-metrics'
import { announceReady, stopOnRequest } from '@/lib/process/child-lifecycle'
import { keepHeapSmall } from '@/lib/process/keep-heap-small'
import { keepHeartbeat } from '@/lib/process/keep-heartbeat'
import { renderers, stopRenderers } from '@/lib/renderers/renderers'
import { door } from '@/lib/security/outgoing'

// The worker: runs the durable functions and sends deliveries. `--worker` is its id, `--dead` names those that the
// supervisor saw end, `--fresh` says that nobody who was there before that time can be alive. `--lease-margin` shortens
// the leases for the fault tests.
const { values } = parseArgs({
  options: { worker: { type: 'string' }, dead: { type: 'string' }, fresh: { type: 'string' }, 'lease-margin': { type: 'string' } },
  strict: false,
})
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const STOP_MS = 12_000

keepHeapSmall()
const settings = env()
renderers() // they start while the rest does
const worker = text(values.worker) ?? newId('wrk')
const fresh = text(values.fresh)
const leaseMargin = text(values['lease-margin'])
const log = logger().child({ worker })
const dead: DeadWorkers = fresh === undefined ? (text(values.dead)?.split(',') ?? []) : { before: Number(fresh) }

const pool = createPool(settings.DATABASE_URL, 12)
const sender = new DeliverySender({
  pool, dispatch, door: door(), worker, clock: systemClock, random: Math.random, log,
  ...(leaseMargin !== undefined && { leaseMarginMs: Number(leaseMargin) }),
})
const deps = { pool, dispatch, sender, worker, now: systemClock, random: Math.random, log }

await releaseDeadRuns(pool, dead)
await dropPermits(pool, 'before' in dead ? 'all' : dead)
const options = { pool, connectionString: settings.DATABASE_URL, worker, log, deps: () => deps }
const engine = settings.ENGINE === 'inngest'
  ? await startServerEngine(readServerSettings(settings), options)
  : await startEmbeddedEngine(options)
const heartbeat = keepHeartbeat(worker)
const metrics = keepMetrics()
const counters = keepCounters({ pool, now: systemClock, log })
// What dead processes left goes on now, not when a lease runs out. It waits for nothing: receivers may be slow.
sweepDeliveries(deps, { dead, overdue: '0 seconds' })
  .then((found) => log.info({ ...found }, 'worker: took up what was left'))
  .catch((error: unknown) => log.error({ err: String(error) }, 'worker: first sweep failed'))
announceReady()

stopOnRequest(async () => {
  // What runs hand over from now on the sender gives back at once; the pool stays open until both are through.
  await Promise.all([engine.stop(STOP_MS), sender.stop(STOP_MS)])
  heartbeat.stop()
  stopRenderers()
  await Promise.all([metrics.stop(), counters.stop()])
  await pool.end()
  await closeDb()
}, STOP_MS + 2000)
