import { inTransaction, prisma, withinPrisma, type Queryable } from '@/lib/db'
import { LEASE_MARGIN_MS } from './claim-deliveries'
import type { AttemptOutcome } from './classify-attempt'
import { countAttempt } from '@/lib/metrics/count-attempt'
import { recordAttempts, type AttemptResult } from './record-attempts'
import type { RetryPolicy } from '@/lib/contracts/retry-profiles'
import type { Exchange } from './send-request'
import { settleAttempt, type Settled } from './settle-attempt'

export interface TestToStore {
  id: string
  workspaceId: string
  integrationId: string | null
  eventType: string
  worker: string
  url: string // masked
  policy: RetryPolicy
  body: Buffer | null
  contentType: string
}

const underWay = (test: TestToStore) => ({ id: test.id, attempt: 1, scheduledCount: 0, test: true, resume: null })

/**
 * Stores a test before it leaves, like any delivery: `sending`, under a lease, so that a crash shows as such. `also` joins
 * the transaction: the entry of the audit log, or the place of the test in what it belongs to.
 */
export async function beginTest(test: TestToStore, now: number, also: (tx: Queryable) => Promise<void>): Promise<void> {
  const { id, workspaceId, integrationId, eventType, url, worker, body, contentType } = test
  const leaseUntil = new Date(now + test.policy.timeoutMs + LEASE_MARGIN_MS)
  await prisma().$transaction(async (tx) => {
    await tx.delivery.create({
      data: {
        id, workspaceId, integrationId, eventType, url, worker, test: true, status: 'sending', attemptCount: 1, maxAttempts: 1,
        startedAt: new Date(now), leaseUntil,
      },
    })
    if (body) await tx.deliveryBody.create({ data: { deliveryId: id, body: Uint8Array.from(body), contentType } })
    await also(withinPrisma(tx))
  })
}

/** Records what came of a test. Never retried, never counted in health. */
export async function endTest(test: TestToStore, exchange: Exchange, now: number): Promise<Settled> {
  const settled = settleAttempt(test.policy, underWay(test), exchange.outcome, now, 0)
  const result: AttemptResult = {
    delivery: underWay(test), integrationId: test.integrationId ?? '', worker: test.worker, trigger: 'test', exchange,
    requestBody: null, troubled: false, ofRule: false, settled,
  }
  await inTransaction((tx) => recordAttempts(tx, async () => {}, [result]))
  countAttempt(result)
  return settled
}

/** The exchange of a message that could not even be rendered. */
export const notRendered = (url: string, message: string, startedAt: number): Exchange => ({
  startedAt, durationMs: 0, url, requestHeaders: {}, response: null, timings: null,
  outcome: { kind: 'error', code: 'template', message } satisfies AttemptOutcome,
})
