import { cn } from '@/components/ui/cn'
import type { RecentHours } from '@/lib/contracts/stats'
import { formatCount } from './step-words'

const HOURS = 24
const LEAST = 0.08 // of the height: one attempt is still seen

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)

/** The last 24 hours as small bars, what failed on top; empty where nothing was sent. */
export function HourBars({ hours, className }: { hours: Pick<RecentHours, 'succeeded' | 'failed'> | undefined; className?: string }) {
  const succeeded = hours?.succeeded ?? []
  const failed = hours?.failed ?? []
  const top = Math.max(1, ...succeeded.map((count, i) => count + (failed[i] ?? 0)))
  const label = hours
    ? `Attempts in the last 24 hours: ${formatCount(sum(succeeded))} succeeded, ${formatCount(sum(failed))} failed`
    : 'No attempts in the last 24 hours'
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${HOURS} 1`} preserveAspectRatio="none" className={cn('h-5 w-24', className)}>
      <title>{label}</title>
      <line x1={0} x2={HOURS} y1={1} y2={1} className="stroke-line-strong" vectorEffect="non-scaling-stroke" />
      {succeeded.map((good, i) => {
        const bad = failed[i] ?? 0
        if (good + bad === 0) return null
        const badHeight = bad === 0 ? 0 : Math.max(bad / top, 2 * LEAST)
        const goodHeight = good === 0 ? 0 : Math.min(Math.max(good / top, LEAST), 1 - badHeight)
        return (
          <g key={i}>
            <rect x={i + 0.12} width={0.76} y={1 - goodHeight} height={goodHeight} className="fill-accent opacity-75" />
            <rect x={i + 0.12} width={0.76} y={1 - goodHeight - badHeight} height={badHeight} className="fill-bad-solid" />
          </g>
        )
      })}
    </svg>
  )
}
