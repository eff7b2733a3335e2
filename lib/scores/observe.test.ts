import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestWindow, observe } from './observe'
import type { Observation, ScoreCheck } from './score-check'
import { DAY_MS, NO_STATE, type ScorecardState } from './scorecard-state'
import { firesOf, type Given } from './testing/obvious-model'

const HOUR = 3_600_000

/** Indexes of the observations at which a check fired. */
const run = (check: ScoreCheck, history: readonly Given[], scoreMax = 1000): number[] => {
  const checks = [{ check }]
  let state: ScorecardState = NO_STATE
  return history.flatMap((one, index) => {
    const seen = observe(state, one, checks, { scoreMax, keepDays: longestWindow(checks), evaluate: one.evaluate })
    state = seen.state
    return seen.fired.length > 0 ? [index] : []
  })
}

const daily = (...scores: number[]): Given[] => scores.map((score, day) => ({ at: day * DAY_MS, score, evaluate: true }))
const seen = (at: number, more: Partial<Given>): Given => ({ at, score: null, evaluate: true, ...more })
const under: ScoreCheck = { kind: 'under', threshold: 600 }
const dropped: ScoreCheck = { kind: 'dropped', points: 10, days: 7 }

describe('a score that falls below a threshold', () => {
  it.each([
    ['fires once and re-arms on recovery', daily(732, 599, 590, 700, 580), [1, 4]],
    ['is at the threshold: not below', daily(700, 600, 599), [2]],
    ['is below from the start: the baseline', daily(550, 540, 610, 599), [3]],
    ['jumps about', daily(600, 599, 600, 599, 600), [1, 3]],
  ])('%s', (_, history, fires) => expect(run(under, history)).toEqual(fires))

  it('evaluates every newer observation, however old it is', () => {
    expect(run(under, [seen(0, { score: 700 }), seen(5 * 365 * DAY_MS, { score: 500 })])).toEqual([1])
  })
  it('takes late and repeated observations for nothing', () => {
    expect(run(under, [seen(10, { score: 700 }), seen(5, { score: 500 }), seen(10, { score: 500 }), seen(11, { score: 590 })])).toEqual([3])
  })
  it('moves on without firing when it must not be evaluated', () => {
    const history = daily(700, 590, 580)
    expect(run(under, history.map((one, i) => ({ ...one, evaluate: i !== 1 })))).toEqual([])
  })
})

describe('a drop by points within days', () => {
  it.each([
    ['adds up over several observations', daily(720, 716, 712, 710), [3]],
    ['fires once until it recovers', daily(720, 710, 700, 715, 705), [1, 4]],
    ['is slower than the window', daily(720, 719, 718, 717, 716, 715, 714, 713, 712, 711), []],
    ['re-arms when the window has moved on', daily(720, 700, 700, 700, 700, 700, 700, 700, 700, 690), [1, 9]],
    ['has moved on as soon as the old score is out of the window', daily(720, 700, 700, 700, 700, 700, 700, 700, 690), [1, 8]],
  ])('%s', (_, history, fires) => expect(run(dropped, history)).toEqual(fires))

  const every = (days: number, ...scores: number[]): Given[] => scores.map((score, i) => ({ at: i * days * DAY_MS, score, evaluate: true }))
  it.each([
    ['the score as it stood when the days began counts, however long ago it was seen', every(10, 800, 600), [1]],
    ['each drop is told, since the one before is out of the window by then', every(10, 800, 600, 600, 400), [1, 3]],
    ['a score that was replaced before the days began does not', every(10, 800, 700, 695, 694), [1]],
    ['a fall that goes on is told once', every(3, 800, 600, 500, 400, 390), [1]],
    ['and again when it had come to rest', every(3, 800, 600, 590, 590, 590, 580), [1, 5]],
  ])('where scores are rare: %s', (_, history, fires) => expect(run(dropped, history)).toEqual(fires))

  it('counts a score up to the moment in which the next one was seen', () => {
    const from = (ms: number) => [seen(0, { score: 720 }), seen(DAY_MS, { score: 712 }), seen(8 * DAY_MS + ms, { score: 704 })]
    expect([run(dropped, from(-1)), run(dropped, from(0))]).toEqual([[2], []])
  })
  it('late, repeated and scoreless observations change nothing', () => {
    const noise = [seen(5 * DAY_MS, { score: 900 }), seen(10 * DAY_MS, { score: 100 }), seen(12 * DAY_MS, { breach: {} })]
    expect(run(dropped, [seen(10 * DAY_MS, { score: 700 }), ...noise, seen(20 * DAY_MS, { score: 695 }), seen(30 * DAY_MS, { score: 685 })])).toEqual([5])
  })
  it('keeps no more than the window needs', () => {
    const options = { scoreMax: 1000, keepDays: 7 }
    const state = daily(...Array<number>(100).fill(700)).reduce((former, one) => observe(former, one, [], options).state, NO_STATE)
    expect(state.recent.map(({ at }) => at / DAY_MS)).toEqual([92, 93, 94, 95, 96, 97, 98, 99])
    expect(observe(state, seen(200 * DAY_MS, { score: 1 }), [], options).state.recent.map(({ at }) => at / DAY_MS)).toEqual([99, 200])
  })
})

describe('kinds of rules', () => {
  it('a drop is from the observation before, each time', () => {
    expect(run({ kind: 'score_drop', threshold: 10 }, daily(700, 690, 680, 671, 661.5))).toEqual([1, 2])
    expect(run({ kind: 'score_rise', threshold: 0.1 }, daily(0.1, 0.2, 0.3))).toEqual([1, 2])
  })
  it('grades are in percent of the highest score', () => {
    expect(run({ kind: 'grade_drop' }, daily(950, 900, 899.9, 700, 700, 599))).toEqual([2, 3, 5])
    expect(run({ kind: 'grade_raise' }, daily(59, 60, 75, 80, 100), 100)).toEqual([1, 2, 3, 4])
  })
  it('a factor is compared with its own last value', () => {
    const history = [seen(0, { factors: { dns_health: 900 } }), seen(1, { score: 5 }), seen(2, { factors: { dns_health: 880 } })]
    expect(run({ kind: 'factor_score_drop', factor: 'dns_health', threshold: 20 }, history)).toEqual([2])
    expect(run({ kind: 'factor_grade_drop', factor: 'dns_health' }, history)).toEqual([2])
    expect(run({ kind: 'factor_score_drop', factor: 'hacker_chatter', threshold: 1 }, history)).toEqual([])
  })
  it('new issues are of exactly the severity, and active', () => {
    const checks = [{ check: { kind: 'new_issues', severity: 'low' } as const }]
    const issues = { a: { severity: 'Low', active: { count: 2 } }, b: { severity: 'high', active: { count: 1 } }, c: { severity: 'low', resolved: { count: 1 } } }
    const { state } = observe(NO_STATE, { at: 0, score: 1, issues }, checks, { scoreMax: 1000, keepDays: 0 })
    expect(observe(state, { at: 1, score: 1, issues }, checks, { scoreMax: 1000, keepDays: 0 }).fired)
      .toEqual([{ check: checks[0], fired: { kind: 'issues', issues: { a: issues.a } } }])
  })
  it('a change is of the score, a factor, or something told', () => {
    const same = { score: 1, factors: { dns_health: 2 } }
    expect(run({ kind: 'changed' }, [seen(0, same), seen(1, same), seen(2, { ...same, breach: {} }), seen(3, { factors: { dns_health: 3 } })])).toEqual([2, 3])
  })
})

// ------------------------------------------------------------- against the model

const THRESHOLDS = [40, 50, 60]
const checks: ScoreCheck[] = [
  ...THRESHOLDS.map((threshold): ScoreCheck => ({ kind: 'under', threshold })),
  ...[[1, 1], [10, 2], [10, 7], [25, 3]].flatMap(([points = 1, days = 1]): ScoreCheck[] => [
    { kind: 'dropped', points, days }, { kind: 'rose', points, days },
  ]),
  { kind: 'score_drop', threshold: 10 }, { kind: 'score_rise', threshold: 10 },
  { kind: 'grade_drop' }, { kind: 'grade_raise' },
  { kind: 'factor_score_drop', factor: 'dns_health', threshold: 10 }, { kind: 'factor_score_rise', factor: 'dns_health', threshold: 5 },
  { kind: 'factor_grade_drop', factor: 'dns_health' }, { kind: 'factor_grade_raise', factor: 'dns_health' },
  { kind: 'new_issues', severity: 'high' }, { kind: 'breach' },
]

// Three bytes make an observation: when, the score, and what else. Small ranges, so that edges are met often.
const toHistory = (bytes: Uint8Array): Given[] => {
  const history: Given[] = []
  let at = 0
  for (let i = 0; i + 2 < bytes.length; i += 3) {
    const [time = 0, score = 0, more = 0] = bytes.subarray(i, i + 3)
    at += time < 16 ? -30 * HOUR : time < 32 ? 0 : time < 128 ? 12 * HOUR : (time % 8) * 24 * HOUR
    const one: Observation = { at, score: more % 16 === 1 ? null : score % 101 }
    if (more % 4 === 2) one.factors = { dns_health: (score * 7) % 101 }
    if (more % 8 === 3) one.issues = { x: { severity: more < 128 ? 'high' : 'low', active: { count: score % 2 } } }
    if (more % 16 === 5) one.breach = {}
    history.push({ ...one, evaluate: more < 240 })
  }
  return history
}

describe('against a slow, obvious model', () => {
  it('fires at the same observations in 100 000 random histories', () => {
    const histories = fc.array(fc.uint8Array({ maxLength: 36, size: 'max' }).map(toHistory), { minLength: 20, maxLength: 20 })
    fc.assert(fc.property(fc.nat(checks.length - 1), histories, (start, all) => {
      all.forEach((history, i) => {
        const check = checks[(start + i) % checks.length] ?? under
        expect(run(check, history, 100)).toEqual(firesOf(check, history, 100))
      })
    }), { numRuns: 5000 })
  }, 60_000)
})
