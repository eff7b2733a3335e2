import type { AcceptedScores, ScoresInput } from '@/lib/contracts/scorecard'
import { inTransaction } from '@/lib/db'
import type { Dispatch } from '@/lib/dispatch'
import { invalid } from '@/lib/errors'
import type { RecordAnswer } from '@/lib/http/idempotency'
import { DAY_MS } from './scorecard-state'
import { storeObservations, type Seen } from './store-observations'

// A time far ahead would make all that comes later late.
const MOST_AHEAD_MS = DAY_MS

const checkTimes = ({ scores }: ScoresInput, now: number): void => {
  const errors = scores.flatMap(({ observedAt }, index) =>
    observedAt !== undefined && Date.parse(observedAt) > now + MOST_AHEAD_MS
      ? [{ pointer: `/scores/${index}/observedAt`, code: 'invalid', message: 'Lies more than a day in the future' }] : [])
  if (errors.length > 0) throw invalid(errors)
}

let lastGiven = 0

// Without a time it was observed now. Several of one domain are in the order given, each a millisecond later, and a later
// request is later than this one, so that none is taken for a repetition.
const withTimes = ({ scores, evaluate }: ScoresInput, now: number): Seen[] => {
  const start = Math.max(now, lastGiven + 1)
  const next = new Map<string, number>()
  lastGiven = start
  return scores.map((entry) => {
    const at = entry.observedAt === undefined ? (next.get(entry.domain) ?? start) : Date.parse(entry.observedAt)
    if (entry.observedAt === undefined) {
      next.set(entry.domain, at + 1)
      lastGiven = Math.max(lastGiven, at)
    }
    const { domain, score, factors, issues, breach } = entry
    return { domain, at, score, factors, issues, breach, evaluate: entry.evaluate ?? evaluate }
  })
}

/**
 * Takes up to 1000 scores, all or nothing, and answers once they are committed together with the message that has them
 * evaluated. The same domain and time again is a `duplicate`: the first one stays.
 */
export async function observeScores(
  dispatch: Dispatch, request: { workspaceId: string; input: ScoresInput; now: number; recordAnswer?: RecordAnswer | undefined },
): Promise<AcceptedScores> {
  checkTimes(request.input, request.now)
  const seen = withTimes(request.input, request.now)
  return inTransaction(async (tx) => {
    const stored = await storeObservations(tx, dispatch, request.workspaceId, seen)
    const answer: AcceptedScores = {
      batchId: stored.batchId,
      scores: stored.seen.map(({ scorecardId, isNew }, i) => ({
        scorecardId,
        domain: seen[i]?.domain ?? '',
        observedAt: new Date(seen[i]?.at ?? 0).toISOString(),
        status: isNew ? 'accepted' : 'duplicate',
      })),
    }
    await request.recordAnswer?.(tx, { status: 202, body: answer })
    return answer
  })
}
