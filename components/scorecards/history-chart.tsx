'use client'

import { useState, type PointerEvent } from 'react'
import { formatDate } from '@/components/ui/format-date'
import { formatAbsolute } from '@/components/ui/format-time'
import { plotScores, type PlottedPoint } from './plot-scores'

const WIDTH = 600
const HEIGHT = 180

const nearest = (points: readonly PlottedPoint[], x: number): PlottedPoint | null =>
  points.reduce<PlottedPoint | null>((best, one) => (best === null || Math.abs(one.x - x) < Math.abs(best.x - x) ? one : best), null)

const dayOf = (iso: string) => formatDate(new Date(iso), 'd MMM yyyy')

/** Scores over time, oldest first. The list below it holds the same for those who cannot see it. */
export function HistoryChart({ scores }: { scores: ReadonlyArray<{ at: string; score: number }> }) {
  const [pointed, setPointed] = useState<PlottedPoint | null>(null)
  const { points, path, lines } = plotScores(scores, WIDTH, HEIGHT)
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return <p className="py-6 text-center text-13 text-ink-faint">No score in this time.</p>
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setPointed(nearest(points, ((event.clientX - box.left) / box.width) * WIDTH))
  }
  const shown = pointed ?? last
  return (
    <figure className="space-y-3">
      <figcaption className="text-13 text-ink-soft tabular-nums">
        <span className="font-semibold text-ink">{shown.score}</span> · <span suppressHydrationWarning>{formatAbsolute(shown.at)}</span>
      </figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <div aria-hidden className="relative w-8 text-right text-12 text-ink-faint tabular-nums" style={{ height: HEIGHT }}>
          {lines.map(({ score, y }) => <span key={score} className="absolute right-0 -translate-y-1/2" style={{ top: y }}>{score}</span>)}
        </div>
        <svg
          role="img" aria-label={`Scores from ${first.score} on ${dayOf(first.at)} to ${last.score} on ${dayOf(last.at)}`}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="w-full touch-pan-y overflow-visible text-accent" style={{ height: HEIGHT }}
          onPointerMove={point} onPointerDown={point} onPointerLeave={() => setPointed(null)}
        >
          {lines.map(({ score, y }) => <line key={score} x1={0} x2={WIDTH} y1={y} y2={y} className="stroke-line" vectorEffect="non-scaling-stroke" />)}
          <path d={`${path}L${last.x} ${HEIGHT}L${first.x} ${HEIGHT}Z`} fill="currentColor" opacity={0.08} />
          <path d={path} fill="none" stroke="currentColor" strokeWidth={2} strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
          {/* A line without length and with round ends stays a dot, however the plane is stretched. */}
          <path d={`M${shown.x} ${shown.y}h0.01`} stroke="currentColor" strokeWidth={8} strokeLinecap="round" vectorEffect="non-scaling-stroke" />
        </svg>
        <div aria-hidden className="col-start-2 mt-1 flex justify-between text-12 text-ink-faint"><span suppressHydrationWarning>{dayOf(first.at)}</span>{points.length > 1 && <span suppressHydrationWarning>{dayOf(last.at)}</span>}</div>
      </div>
    </figure>
  )
}
