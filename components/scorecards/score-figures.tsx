import { ArrowDown, ArrowUp, Minus } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import type { ScorecardView } from '@/lib/contracts/scorecard'
import { gradeTones, wordChange } from './scorecard-words'

export function GradeBadge({ grade, className }: { grade: ScorecardView['grade']; className?: string }) {
  if (grade === null) return null
  return <Badge tone={gradeTones[grade]} className={className}><span className="sr-only">Grade </span>{grade}</Badge>
}

export function ChangeText({ change, className }: { change: number | null; className?: string }) {
  if (change === null) return <span className={cn('text-ink-faint', className)}><span aria-hidden>–</span><span className="sr-only">Nothing to compare with</span></span>
  const Icon = change > 0 ? ArrowUp : change < 0 ? ArrowDown : Minus
  return (
    <span className={cn('inline-flex items-center gap-0.5 whitespace-nowrap tabular-nums', change < 0 ? 'text-bad' : change > 0 ? 'text-ok' : 'text-ink-faint', className)}>
      <Icon aria-hidden className="size-3.5" />{wordChange(change)}<span className="sr-only"> in 7 days</span>
    </span>
  )
}
