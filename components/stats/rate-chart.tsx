'use client'

import type { AttemptCounts } from '@/lib/contracts/stats'
import { linePath, scaleShares } from './plot-steps'
import { ChartDot, ChartLine, StepChart, type PointedStep } from './step-chart'
import { nameStep, tellRate } from './step-words'
import type { ChartData } from './volume-chart'

interface RateChartProps extends PointedStep {
  data: ChartData
  totals: AttemptCounts
}

/** The share of attempts that succeeded. */
export function RateChart({ data: { points, range, stepSeconds }, totals, step, point }: RateChartProps) {
  const shares = points.map(({ attempts, succeeded }) => (attempts === 0 ? null : (succeeded / attempts) * 100))
  const { bottom, ticks } = scaleShares(shares)
  const places = shares.map((share) => (share === null ? null : (share - bottom) / (100 - bottom)))
  const pointed = step === null ? null : places[step] ?? null
  const tell = (at: number) => {
    const one = points[at]
    return one ? `${nameStep(one.at, stepSeconds)}: ${tellRate(one) ?? 'no attempts'}` : ''
  }
  return (
    <StepChart
      title="Success rate" starts={points.map(({ at }) => at)} range={range} step={step} point={point} tell={tell}
      ticks={ticks.map((tick) => ({ ...tick, text: `${tick.value}%` }))}
      reading={step === null ? `${tellRate(totals) ?? 'no attempts'} of all attempts` : tell(step)}
    >
      <ChartLine path={linePath(places)} className="text-ok" />
      {step !== null && pointed !== null && <ChartDot step={step} place={pointed} className="text-ok" />}
    </StepChart>
  )
}
