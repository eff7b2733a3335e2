import { Star } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ScorecardView } from '@/lib/contracts/scorecard'
import { ChangeText, GradeBadge } from './score-figures'
import { kindWords } from './scorecard-words'
import { Sparkline } from './sparkline'

export function ScorecardRow({ scorecard, href, current }: { scorecard: ScorecardView; href: string; current: boolean }) {
  const { domain, name, kind, followed, tier, labels, score, grade, change7d, trend, observedAt } = scorecard
  return (
    <li className="border-b last:border-b-0">
      <Link
        href={href} scroll={false} prefetch={false} aria-current={current ? 'true' : undefined}
        className={cn(
          'grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2 text-13 transition-colors hover:bg-sunken',
          'focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_minmax(0,11rem)_6rem_4.5rem_5.5rem_6.5rem]',
          current && 'bg-accent-tint hover:bg-accent-tint',
        )}
      >
        <span className="min-w-0">
          <span className="flex items-center gap-1.5 text-14 font-medium text-ink">
            <span className="truncate">{name ?? domain}</span>
            {followed && <><Star aria-hidden className="size-3.5 fill-current text-accent" /><span className="sr-only">followed</span></>}
          </span>
          <span className="block truncate text-ink-faint">{name === null ? kindWords[kind] : `${domain} · ${kindWords[kind]}`}</span>
        </span>
        <span className="hidden min-w-0 flex-wrap gap-1 md:flex">
          {tier !== null && <Badge tone="accent" className="max-w-full truncate">{tier}</Badge>}
          {labels.slice(0, 3).map((label) => <Badge key={label} className="max-w-full truncate">{label}</Badge>)}
          {labels.length > 3 && <Badge>+{labels.length - 3}</Badge>}
        </span>
        <Sparkline scores={trend} className="hidden md:block" />
        <ChangeText change={change7d} className="justify-end" />
        <span className="flex items-center justify-end gap-2">
          <span className="text-14 font-semibold tabular-nums">{score ?? <span className="font-normal text-ink-faint">no score</span>}</span>
          <GradeBadge grade={grade} />
        </span>
        <span className="hidden text-right text-ink-soft md:block">{observedAt && <RelativeTime iso={observedAt} />}</span>
      </Link>
    </li>
  )
}
