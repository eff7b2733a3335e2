'use client'

import type { AttemptCounts, StatsPoint, StatsRange } from '@/lib/contracts/stats'
import { scaleTo } from './plot-steps'
import { StepChart, type PointedStep } from './step-chart'
import { formatCount, formatShort, nameStep, tellCounts } from './step-words'

export interface ChartData<P extends StatsPoint = StatsPoint> {
  range: StatsRange
  stepSeconds: number
  points: readonly P[]
}

interface VolumeChartProps extends PointedStep {
  data: ChartData
  totals: AttemptCounts
  height?: number
}

const GAP = 0.2 // of a step, between bars
const LEAST = 0.02 // of the height: one failure among thousands is still seen

/** Attempts as bars, what failed on top. */
export function VolumeChart({ data: { points, range, stepSeconds }, totals, step, point, height = 144 }: VolumeChartProps) {
  const { top, ticks } = scaleTo(Math.max(0, ...points.map(({ attempts }) => attempts)))
  const tell = (at: number) => {
    const one = points[at]
    return one ? `${nameStep(one.at, stepSeconds)}: ${tellCounts(one)}` : ''
  }
  return (
    <StepChart
      title="Attempts" starts={points.map(({ at }) => at)} range={range} step={step} point={point} tell={tell} height={height}
      ticks={ticks.map((tick) => ({ ...tick, text: formatShort(tick.value) }))}
      reading={step === null ? <Legend totals={totals} /> : tell(step)}
    >
      {points.map(({ at, succeeded, failed }, i) => {
        const bad = failed === 0 ? 0 : Math.max(failed / top, LEAST)
        const good = Math.min(succeeded / top, 1 - bad)
        return (
          <g key={at}>
            {succeeded > 0 && <rect x={i + GAP / 2} width={1 - GAP} y={1 - good} height={good} className="fill-accent opacity-75" />}
            {failed > 0 && <rect x={i + GAP / 2} width={1 - GAP} y={1 - good - bad} height={bad} className="fill-bad-solid" />}
          </g>
        )
      })}
    </StepChart>
  )
}

function Legend({ totals }: { totals: AttemptCounts }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      <span className="flex items-center gap-1.5"><span aria-hidden className="size-2 rounded-[2px] bg-accent opacity-75" />{formatCount(totals.succeeded)} succeeded</span>
      <span className="flex items-center gap-1.5"><span aria-hidden className="size-2 rounded-[2px] bg-bad-solid" />{formatCount(totals.failed)} failed</span>
    </span>
  )
}
