import { longestWindow, observe } from '@/lib/scores/observe'
import { FACTORS } from '@/lib/catalogue/factors'
import type { Observation, ScoreCheck } from '@/lib/scores/score-check'
import { NO_STATE } from '@/lib/scores/scorecard-state'
import type { Figure, Section } from '../bench-types'
import { monotonicMs, perSecond } from '../measure'

const SCORECARDS = 1000
const DAYS = 365
const DAY_MS = 86_400_000

// Fifty different triggers, a third of them with windows.
const kinds: ScoreCheck[] = [
  ...Array.from({ length: 20 }, (_, i): ScoreCheck => ({ kind: 'under', threshold: 400 + i * 20 })),
  ...Array.from({ length: 16 }, (_, i): ScoreCheck => ({ kind: i % 2 ? 'dropped' : 'rose', points: 10 + i, days: [1, 7, 30, 90][i % 4] ?? 7 })),
  { kind: 'score_drop', threshold: 20 }, { kind: 'score_rise', threshold: 20 }, { kind: 'grade_drop' }, { kind: 'grade_raise' },
  ...FACTORS.slice(0, 8).map((factor): ScoreCheck => ({ kind: 'factor_score_drop', factor, threshold: 20 })),
  { kind: 'new_issues', severity: 'high' }, { kind: 'breach' },
]
const checks = kinds.map((check) => ({ check }))

// The same numbers in each run (Park and Miller's generator).
const makeRandom = (seed = 1) => () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647

function makeYear(random: () => number): Observation[] {
  let score = 400 + random() * 500
  return Array.from({ length: DAYS }, (_, day) => {
    score = Math.min(1000, Math.max(0, score + (random() - 0.5) * 40))
    const factors = Object.fromEntries(FACTORS.map((factor) => [factor, Math.round(score + random() * 20)]))
    return { at: day * DAY_MS, score: Math.round(score), factors }
  })
}

function countFires(year: readonly Observation[]): number {
  const options = { scoreMax: 1000, keepDays: longestWindow(checks) }
  let state = NO_STATE
  let fires = 0
  for (const observation of year) {
    const seen = observe(state, observation, checks, options)
    state = seen.state
    fires += seen.fired.length
  }
  return fires
}

/** The pure evaluation of scores: neither database nor network. */
export const thresholds: Section = {
  name: 'thresholds',
  run: (): Promise<Figure[]> => {
    const random = makeRandom()
    for (let i = 0; i < 20; i++) countFires(makeYear(random))
    let fires = 0
    let ms = 0
    for (let i = 0; i < SCORECARDS; i++) {
      const year = makeYear(random)
      const start = monotonicMs()
      fires += countFires(year)
      ms += monotonicMs() - start
    }
    const rate = perSecond(SCORECARDS * DAYS, ms)
    const what = `${SCORECARDS} scorecards × ${DAYS} days, each with ${checks.length} triggers (${fires} fired)`
    return Promise.resolve([{ section: 'thresholds', what, value: rate, unit: 'observations/s', goal: '≥ 20000' }])
  },
}
