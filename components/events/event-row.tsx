import Link from 'next/link'
import { statusLooks } from '@/components/deliveries/status-words'
import { StatusMark } from '@/components/rules/status-mark'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ListedEvent } from '@/lib/contracts/event'
import { describeOutcome } from './describe-outcome'

interface EventRowProps {
  event: ListedEvent
  label: string
  href: string
  current: boolean
}

export function EventRow({ event, label, href, current }: EventRowProps) {
  return (
    <li className="border-b last:border-b-0">
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        aria-current={current ? 'true' : undefined}
        className={cn(
          'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2 text-13 transition-colors hover:bg-sunken',
          'focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_12rem_9rem_7rem]',
          current && 'bg-accent-tint hover:bg-accent-tint',
        )}
      >
        <span className="min-w-0">
          <span className="line-clamp-2 font-medium text-ink md:line-clamp-1">{event.description || label}</span>
          <span className="block truncate text-ink-faint">{label}</span>
        </span>
        <span className="hidden truncate text-ink-soft md:block">{event.scorecard}</span>
        <span className="order-last col-span-2 flex flex-wrap gap-x-3 md:order-none md:col-span-1 md:flex-col">
          {describeOutcome(event.outcome).map(({ status, text }) => <StatusMark key={status} look={{ ...statusLooks[status], word: text }} />)}
        </span>
        <RelativeTime iso={event.createdAt} className="text-right text-ink-soft" />
      </Link>
    </li>
  )
}
