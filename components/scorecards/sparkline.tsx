import { cn } from '@/components/ui/cn'
import { plotScores } from './plot-scores'

const WIDTH = 88
const HEIGHT = 22

/** A month of scores as a line; what it says in words stands beside it. */
export function Sparkline({ scores, className }: { scores: ReadonlyArray<{ at: string; score: number }>; className?: string }) {
  if (scores.length < 2) return <span aria-hidden className={cn('inline-block h-6 w-22', className)} />
  const { path, points } = plotScores(scores, WIDTH, HEIGHT)
  const last = points.at(-1)
  return (
    <svg aria-hidden viewBox={`-3 -3 ${WIDTH + 6} ${HEIGHT + 6}`} className={cn('h-7 w-24 text-accent', className)}>
      <path d={path} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" strokeLinecap="round" />
      {last && <circle cx={last.x} cy={last.y} r={2} fill="currentColor" />}
    </svg>
  )
}
