import type pg from 'pg'
import type { Clock } from '@/lib/clock'
import type { Door } from '@/lib/security/create-door'
import { maskUrl } from '@/lib/security/mask-url'
import type { Loaded } from './claim-jobs'
import type { AttemptResult } from './record-attempts'
import { renderAttempt } from './render-attempt'
import { sendRequest, type Exchange } from './send-request'
import { settleAttempt } from './settle-attempt'

export interface AttemptDeps {
  pool: pg.Pool
  door: Door
  worker: string
  clock: Clock
  random: () => number
}

const withoutBody = ({ target }: Loaded, startedAt: number, message: string): Exchange => ({
  startedAt, durationMs: 0, url: target.redact(maskUrl(target.url)), requestHeaders: {}, response: null, timings: null,
  outcome: { kind: 'error', code: 'template', message },
})

const exchange = async (deps: AttemptDeps, loaded: Loaded): Promise<{ exchange: Exchange; requestBody: Buffer | null }> => {
  const { delivery, target } = loaded
  const startedAt = deps.clock()
  const rendered = await renderAttempt(deps.pool, delivery, target)
  if (!rendered.ok) return { exchange: withoutBody(loaded, startedAt, rendered.message), requestBody: null }
  const request = { id: delivery.id, body: rendered.body, timeoutMs: target.retryPolicy.timeoutMs }
  return {
    exchange: await sendRequest(deps.door, target, request, startedAt),
    requestBody: rendered.isNew ? rendered.body : null,
  }
}

/** One attempt of a claimed delivery: prepare → send → classify. What it says is to be recorded. */
export async function runAttempt(deps: AttemptDeps, loaded: Loaded): Promise<AttemptResult> {
  const { delivery, target } = loaded
  const done = await exchange(deps, loaded)
  return {
    delivery,
    integrationId: target.id,
    worker: deps.worker,
    trigger: delivery.byHand ? 'manual' : 'automatic',
    settled: settleAttempt(target.retryPolicy, delivery, done.exchange.outcome, deps.clock(), deps.random()),
    troubled: target.gate.troubled,
    ofRule: target.ruleId !== null,
    ...done,
  }
}
