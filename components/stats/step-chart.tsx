'use client'

import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import type { StatsRange } from '@/lib/contracts/stats'
import type { Tick } from './plot-steps'
import { labelSteps } from './step-words'

export interface PointedStep {
  /** The step that is pointed at; null when none is. */
  step: number | null
  point: (step: number | null) => void
}

interface StepChartProps extends PointedStep {
  title: string
  /** Stands beside the title: what is pointed at, or the sum. */
  reading: ReactNode
  /** What a step says, for who does not see it. */
  tell: (step: number) => string
  starts: readonly string[]
  range: StatsRange
  ticks: ReadonlyArray<Tick & { text: string }>
  height?: number
  /** Drawn on a plane one unit wide for each step and one high. */
  children: ReactNode
}

const moves: Readonly<Record<string, (step: number, last: number) => number>> = {
  ArrowLeft: (step) => step - 1, ArrowDown: (step) => step - 1, ArrowRight: (step) => step + 1, ArrowUp: (step) => step + 1,
  PageDown: (step) => step - 10, PageUp: (step) => step + 10, Home: () => 0, End: (_, last) => last,
}

/**
 * A chart over time. It is a slider, so that arrow keys go from step to step and a screen reader reads each; pointing
 * does the same. A table beside it holds all of it.
 */
export function StepChart({ title, reading, tell, starts, range, ticks, height = 128, step, point, children }: StepChartProps) {
  const last = starts.length - 1
  const current = step ?? last
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key]
    if (!move || event.metaKey || event.ctrlKey || event.altKey) return
    event.preventDefault()
    point(Math.min(last, Math.max(0, move(current, last))))
  }
  const onPoint = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    point(Math.min(last, Math.max(0, Math.floor(((event.clientX - left) / width) * starts.length))))
  }
  return (
    <figure className="min-w-0">
      <figcaption className="mb-3 flex flex-wrap items-center gap-x-2 text-13">
        <span className="font-medium">{title}</span>
        <span className="flex min-h-5 text-ink-soft tabular-nums">{reading}</span>
      </figcaption>
      <div className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-2">
        <div aria-hidden className="relative text-right text-12 text-ink-faint tabular-nums" style={{ height }}>
          {ticks.map(({ value, place, text }) => (
            <span key={value} className="absolute right-0 translate-y-1/2" style={{ bottom: `${place * 100}%` }}>{text}</span>
          ))}
        </div>
        <div
          role="slider" tabIndex={0} aria-label={`${title} over time`} aria-orientation="horizontal"
          aria-valuemin={0} aria-valuemax={last} aria-valuenow={current} aria-valuetext={tell(current)}
          className="relative touch-pan-y rounded-[2px]" style={{ height }}
          onKeyDown={onKeyDown} onFocus={() => step === null && point(last)} onBlur={() => point(null)}
          onPointerMove={onPoint} onPointerDown={onPoint} onPointerLeave={() => point(null)}
        >
          <svg aria-hidden viewBox={`0 0 ${starts.length} 1`} preserveAspectRatio="none" className="size-full overflow-visible">
            {ticks.map(({ value, place }) => (
              <line key={value} x1={0} x2={starts.length} y1={1 - place} y2={1 - place} className="stroke-line" vectorEffect="non-scaling-stroke" />
            ))}
            {step !== null && <rect x={step} width={1} y={0} height={1} className="fill-ink/10" />}
            {children}
          </svg>
        </div>
        <div aria-hidden className="relative col-start-2 mt-1.5 h-4 text-12 text-ink-faint">
          {labelSteps(starts, range).map((label) => {
            const share = (label.step + (range === '24h' ? 0 : 0.5)) / starts.length
            return (
              <span
                key={label.step} style={{ left: `${share * 100}%` }}
                className={cn('absolute whitespace-nowrap', share > 0.94 ? '-translate-x-full' : share > 0.05 && '-translate-x-1/2')}
              >
                {label.text}
              </span>
            )
          })}
        </div>
      </div>
    </figure>
  )
}

/** A line; the plane is stretched, its strokes are not. */
export function ChartLine({ path, className, dashed }: { path: string; className: string; dashed?: boolean }) {
  return (
    <path
      d={path} fill="none" stroke="currentColor" strokeWidth={dashed ? 1.5 : 2} strokeDasharray={dashed ? '4 3' : undefined}
      strokeLinejoin="round" strokeLinecap="round" vectorEffect="non-scaling-stroke" className={className}
    />
  )
}

/** A line without length and with round ends stays a dot, however the plane is stretched. */
export function ChartDot({ step, place, className }: { step: number; place: number; className: string }) {
  return (
    <path d={`M${step + 0.5} ${1 - place}h0.001`} stroke="currentColor" strokeWidth={7} strokeLinecap="round" vectorEffect="non-scaling-stroke" className={className} />
  )
}
