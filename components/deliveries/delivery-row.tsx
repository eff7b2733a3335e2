'use client'

import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Checkbox } from '@/components/ui/checkbox'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import { useNow } from '@/components/ui/use-now'
import type { DeliveryView } from '@/lib/contracts/delivery'
import { DeliveryStatusBadge } from './delivery-status-badge'
import { attemptsText, describeProgress, outcomeText } from './status-words'
import { hostOf } from './url-host'

interface DeliveryRowProps {
  delivery: DeliveryView
  label: string
  href: string
  current?: boolean
  /** It left the filter since it was loaded. */
  gone?: boolean
  showIntegration?: boolean
  /** Where rows can be ticked. */
  selection?: { selected: boolean; disabled: boolean; onToggle: () => void }
}

/** One line on wide screens, three on phones; the whole row is a link, so Enter and middle click work. */
export function DeliveryRow({ delivery, label, href, current, gone, showIntegration = true, selection }: DeliveryRowProps) {
  const outcome = outcomeText(delivery)
  return (
    <li className={cn('flex items-center border-b last:border-b-0', current && 'bg-accent-tint')}>
      {selection && (
        <Checkbox
          checked={selection.selected} disabled={selection.disabled} onCheckedChange={selection.onToggle} aria-label={`Select ${label}`} className="mt-0 ml-4 pointer-coarse:size-6"
        />
      )}
      <Link
        href={href}
        data-row={delivery.id}
        scroll={false}
        prefetch={false}
        aria-current={current ? 'true' : undefined}
        title={gone ? 'Changed since it was loaded: it no longer matches the filter' : undefined}
        className={cn(
          'grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2 text-13 transition-colors hover:bg-sunken',
          'focus-visible:-outline-offset-2 md:grid-cols-[7rem_minmax(0,1fr)_11.5rem_7rem] md:py-1.5',
          current && 'bg-accent-tint hover:bg-accent-tint',
          gone && 'opacity-60',
        )}
      >
        <DeliveryStatusBadge delivery={delivery} />
        <span className="order-3 col-span-2 min-w-0 md:order-none md:col-span-1">
          <span className="flex min-w-0 items-center gap-2">
            <span className="truncate font-medium text-ink">{label}</span>
            {delivery.test && <Badge>Test</Badge>}
          </span>
          <span className="block truncate text-ink-faint">
            {showIntegration && (delivery.integration ?? delivery.rule) && <span className="text-ink-soft">{(delivery.integration ?? delivery.rule)?.name} · </span>}
            {hostOf(delivery.url)}
          </span>
        </span>
        <span className="order-4 col-span-2 flex min-w-0 flex-wrap gap-x-2 tabular-nums md:order-none md:col-span-1 md:block">
          <span className="text-ink-soft">{attemptsText(delivery)}{outcome && <span className="text-ink-faint"> · {outcome}</span>}</span>
          <NextStep delivery={delivery} />
        </span>
        <RelativeTime iso={delivery.createdAt} className="order-2 text-right text-ink-soft md:order-none" />
      </Link>
    </li>
  )
}

function NextStep({ delivery }: { delivery: DeliveryView }) {
  const text = useNow((now) => describeProgress(delivery, now))
  return text ? <span className="truncate text-warn md:block">{text}</span> : null
}
