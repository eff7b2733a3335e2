'use client'

import { formatMs } from '@/components/ui/format-time'
import type { IntegrationStats, IntegrationStatsPoint } from '@/lib/contracts/stats'
import { linePath, scaleDurations } from './plot-steps'
import { ChartDot, ChartLine, StepChart, type PointedStep } from './step-chart'
import { nameStep, tellLatency } from './step-words'
import type { ChartData } from './volume-chart'

interface LatencyChartProps extends PointedStep {
  data: ChartData<IntegrationStatsPoint>
  totals: IntegrationStats['totals']
}

/** How long answers took: half of them, and all but the slowest twentieth. */
export function LatencyChart({ data: { points, range, stepSeconds }, totals, step, point }: LatencyChartProps) {
  const { placeOf, ticks } = scaleDurations(points.flatMap(({ latency }) => (latency ? [latency.p50Ms, latency.p95Ms] : [])))
  const placesOf = (name: 'p50Ms' | 'p95Ms') => points.map(({ latency }) => (latency ? placeOf(latency[name]) : null))
  const [p50, p95] = [placesOf('p50Ms'), placesOf('p95Ms')]
  const tell = (at: number) => {
    const one = points[at]
    return one ? `${nameStep(one.at, stepSeconds)}: ${tellLatency(one.latency)}` : ''
  }
  const dot = (places: Array<number | null>, className: string) => {
    const place = step === null ? null : places[step] ?? null
    return step !== null && place !== null && <ChartDot step={step} place={place} className={className} />
  }
  return (
    <StepChart
      title="Latency" starts={points.map(({ at }) => at)} range={range} step={step} point={point} tell={tell}
      ticks={ticks.map((tick) => ({ ...tick, text: formatMs(tick.value).replace(' ', '') }))}
      reading={step === null ? <Legend latency={totals.latency} /> : tell(step)}
    >
      <ChartLine path={linePath(p95)} className="text-wait" dashed />
      <ChartLine path={linePath(p50)} className="text-accent" />
      {dot(p95, 'text-wait')}
      {dot(p50, 'text-accent')}
    </StepChart>
  )
}

function Legend({ latency }: { latency: IntegrationStatsPoint['latency'] }) {
  if (latency === null) return 'no answers'
  return (
    <span className="flex flex-wrap gap-x-3">
      <span className="flex items-center gap-1.5"><span aria-hidden className="w-3.5 border-t-2 border-accent" />p50 {formatMs(latency.p50Ms)}</span>
      <span className="flex items-center gap-1.5"><span aria-hidden className="w-3.5 border-t-2 border-dashed border-wait" />p95 {formatMs(latency.p95Ms)}</span>
    </span>
  )
}
