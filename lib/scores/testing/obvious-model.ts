import type { Observation, ScoreCheck } from '../score-check'

// Slow and obvious, and not made from the code under test: a list of what was taken, a flag for "already told", and
// every rule as it would be said aloud. Answers which observations (by index) made a check fire.

const DAY = 86_400_000
const QUARTERS = 4 // of a day; all times of the histories are whole ones
const LETTERS = 'FDCBA'
const rank = (score: number, max: number): number => {
  const percent = (score / max) * 100
  const letter = percent >= 90 ? 'A' : percent >= 80 ? 'B' : percent >= 70 ? 'C' : percent >= 60 ? 'D' : 'F'
  return LETTERS.indexOf(letter)
}

export interface Given extends Observation {
  evaluate: boolean
}

export function firesOf(check: ScoreCheck, history: readonly Given[], scoreMax: number): number[] {
  const taken: Given[] = []
  const fires: number[] = []
  let told = false
  const board: number[] = []
  let boardAt = -Infinity
  history.forEach((now, index) => {
    const newest = taken.reduce((max, one) => Math.max(max, one.at), -Infinity)
    if (now.at <= newest) return
    const isFirst = taken.length === 0
    const earlier = [...taken]
    taken.push(now)
    const say = (holds: boolean) => {
      if (holds && !isFirst && now.evaluate) fires.push(index)
    }
    const lastScore = earlier.filter((one) => one.score !== null).at(-1)?.score ?? null
    const ranks = lastScore !== null && now.score !== null ? [rank(lastScore, scoreMax), rank(now.score, scoreMax)] : null
    switch (check.kind) {
      case 'under': {
        if (now.score === null) return
        const below = now.score < check.threshold
        // Below from the very first score on: that is how things stand, not something that happened.
        if (lastScore === null) told = below
        else if (!below) told = false
        else if (!told) {
          told = true
          say(true)
        }
        return
      }
      case 'dropped':
      case 'rose': {
        if (now.score === null) return
        // A board shows the score; every quarter of a day somebody notes what it shows, looks back over the notes of the
        // last days, and takes the news back when it is no longer true.
        const far = (score: number) => {
          const noted = board.slice(-(check.days * QUARTERS + 1))
          return noted.length > 0 && (check.kind === 'dropped' ? Math.max(...noted) - score : score - Math.min(...noted)) >= check.points
        }
        while (lastScore !== null && boardAt < now.at) {
          boardAt += DAY / QUARTERS
          board.push(lastScore)
          if (told && !far(lastScore)) told = false
        }
        // The new score goes up in the place of the one that was just noted.
        if (!far(now.score)) told = false
        else if (!told) {
          told = true
          say(true)
        }
        board.pop()
        board.push(now.score)
        boardAt = now.at
        return
      }
      case 'score_drop':
        return say(lastScore !== null && now.score !== null && now.score <= lastScore - check.threshold)
      case 'score_rise':
        return say(lastScore !== null && now.score !== null && now.score >= lastScore + check.threshold)
      case 'grade_drop':
        return say(ranks !== null && (ranks[1] ?? 0) < (ranks[0] ?? 0))
      case 'grade_raise':
        return say(ranks !== null && (ranks[1] ?? 0) > (ranks[0] ?? 0))
      case 'new_issues':
        return say(Object.values(now.issues ?? {}).some((one) => one.severity === check.severity && one.active !== undefined && one.active.count > 0))
      case 'breach':
        return say(now.breach !== undefined)
      default: {
        // Factors: the same rules over the observations that have the factor, as if it were the score.
        if (!('factor' in check)) return
        const value = now.factors?.[check.factor]
        const former = earlier.map((one) => one.factors?.[check.factor]).filter((one) => one !== undefined).at(-1)
        if (value === undefined || former === undefined) return
        if (check.kind === 'factor_score_drop') return say(former - value >= check.threshold)
        if (check.kind === 'factor_score_rise') return say(value - former >= check.threshold)
        const change = rank(value, scoreMax) - rank(former, scoreMax)
        return say(check.kind === 'factor_grade_drop' ? change < 0 : change > 0)
      }
    }
  })
  return fires
}
