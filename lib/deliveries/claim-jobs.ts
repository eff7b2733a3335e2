import type pg from 'pg'
import type { Clock } from '@/lib/clock'
import type { Dispatch } from '@/lib/dispatch'
import { reserveRate } from '@/lib/gates/reserve-rate'
import { takeProbe } from '@/lib/gates/take-probe'
import { loadTargetsById, type Target } from '@/lib/integrations/load-targets'
import { claimDeliveries, findStillWaiting, findWaiting, type ClaimedDelivery } from './claim-deliveries'
import type { SendJob } from './delivery-lane'

/** A claimed delivery that waits for a place on the wire. */
export interface Loaded {
  delivery: ClaimedDelivery
  target: Target
  job: SendJob
}

export interface ClaimDeps {
  pool: pg.Pool
  dispatch: Dispatch
  worker: string
  clock: Clock
  /** Beyond its timeout an attempt may take this long to be recorded before it counts as lost. */
  leaseMarginMs: number
}

export interface ClaimedJobs {
  loaded: Loaded[]
  /** Someone else has them, or they may not leave now: what waits in the database is found again. */
  dropped: SendJob[]
  /** Somebody had their rows locked: they are asked for again in a moment. */
  locked: SendJob[]
  /** The rate lets them leave later. */
  early: Array<{ job: SendJob; waitMs: number }>
  targets: Map<string, Target>
}

const jobOf = (row: { deliveryId: string; integrationId: string; attempt: number }): SendJob =>
  ({ ...row, done: () => {} })

// The probe of an open breaker is the oldest delivery that is due, whichever was offered.
const findProbe = async (deps: ClaimDeps, target: Target, manual: readonly SendJob[]): Promise<SendJob | null> => {
  if (!target.gate.probeDue) return null
  const [oldest] = await findWaiting(deps.pool, target.id, 1)
  return oldest && !manual.some((job) => job.deliveryId === oldest.deliveryId) ? jobOf(oldest) : null
}

interface Passed {
  pass: SendJob[]
  dropped: SendJob[]
  early: Array<{ job: SendJob; waitMs: number }>
}

const passRate = async (deps: ClaimDeps, target: Target, jobs: SendJob[]): Promise<Passed> => {
  const { perSecond } = target.limits
  if (perSecond === null || jobs.length === 0) return { pass: jobs, dropped: [], early: [] }
  const { granted, waitMs } = await reserveRate(deps.pool, target.id, perSecond, jobs.length)
  const early = jobs.slice(granted).map((job) => ({ job, waitMs: granted > 0 ? 0 : waitMs }))
  return { pass: jobs.slice(0, granted), dropped: [], early }
}

// A probe is taken when nothing else holds it back: whose rate lets it leave later is offered again with the job that
// brought us here.
const passOpen = async (deps: ClaimDeps, target: Target, jobs: SendJob[]): Promise<Passed> => {
  const manual = jobs.filter((job) => job.manual)
  const others = jobs.filter((job) => !job.manual)
  const probe = await findProbe(deps, target, manual)
  const rated = await passRate(deps, target, probe ? [probe, ...manual] : manual)
  const tooEarly = rated.early.find(({ job }) => job === probe)
  const early = rated.early.filter((one) => one !== tooEarly)
  const [again, ...dropped] = others
  if (tooEarly && again) return { pass: rated.pass, dropped, early: [...early, { job: again, waitMs: tooEarly.waitMs }] }
  const taken = probe && !tooEarly && (await takeProbe(deps.pool, deps.dispatch, target.id))
  return { pass: rated.pass.filter((job) => job !== probe || taken), dropped: others, early }
}

// What is `sending` already, because only the answer of its claim was lost, has passed the gates before.
const passTarget = async (deps: ClaimDeps, target: Target, jobs: SendJob[]): Promise<Passed> => {
  const again = jobs.filter((job) => job.again)
  const rest = jobs.filter((job) => !job.again)
  const passed = await (target.gate.open ? passOpen(deps, target, rest) : passRate(deps, target, rest))
  return { ...passed, pass: [...again, ...passed.pass] }
}

const group = (jobs: readonly SendJob[]): Map<string, SendJob[]> => {
  const groups = new Map<string, SendJob[]>()
  for (const job of jobs) {
    const known = groups.get(job.integrationId)
    if (known) known.push(job)
    else groups.set(job.integrationId, [job])
  }
  return groups
}

const passGates = async (deps: ClaimDeps, targets: Map<string, Target>, jobs: readonly SendJob[]): Promise<Passed> => {
  const passed = await Promise.all([...group(jobs)].map(async ([id, ones]): Promise<Passed> => {
    const target = targets.get(id)
    if (!target) return { pass: [], dropped: ones, early: [] } // deleted: the sweep cancels what is left
    return passTarget(deps, target, ones)
  }))
  return {
    pass: passed.flatMap((one) => one.pass), dropped: passed.flatMap((one) => one.dropped),
    early: passed.flatMap((one) => one.early),
  }
}

/**
 * Takes waiting deliveries for their next attempt, as far as breaker and rate of their integrations let them leave now.
 * The targets are those of now: an edit or a switch counts at once.
 */
export async function claimJobs(deps: ClaimDeps, jobs: readonly SendJob[]): Promise<ClaimedJobs> {
  const claimedAt = deps.clock()
  const targets = await loadTargetsById(deps.pool, [...new Set(jobs.map((job) => job.integrationId))])
  const { pass, dropped, early } = await passGates(deps, targets, jobs)
  const leaseMs = (job: SendJob) => (targets.get(job.integrationId)?.retryPolicy.timeoutMs ?? 0) + deps.leaseMarginMs
  const claimed = pass.length === 0 ? new Map<string, ClaimedDelivery>() : await claimDeliveries(deps.pool, deps.worker, pass.map((job) => ({
    deliveryId: job.deliveryId, attempt: job.attempt, leaseMs: leaseMs(job), again: job.again ?? false,
  })))
  const loaded: Loaded[] = []
  const offered = new Set(jobs)
  const missed: SendJob[] = []
  for (const job of pass) {
    const delivery = claimed.get(job.deliveryId)
    const target = targets.get(job.integrationId)
    // By our own clock, which may differ from the database's: the lease began no earlier than this.
    if (delivery && target) loaded.push({ job, target, delivery: { ...delivery, leaseUntil: claimedAt + leaseMs(job) } })
    else if (offered.has(job)) missed.push(job) // a probe that someone else has taken was nobody's here
  }
  const waiting = await findStillWaiting(deps.pool, missed)
  const locked = missed.filter((job) => waiting.has(job.deliveryId))
  return { loaded, dropped: [...dropped, ...missed.filter((job) => !waiting.has(job.deliveryId))], locked, early, targets }
}
