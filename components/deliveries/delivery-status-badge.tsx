'use client'

import { cn } from '@/components/ui/cn'
import { useNow } from '@/components/ui/use-now'
import type { DeliveryView } from '@/lib/contracts/delivery'
import { describeProgress, statusLooks } from './status-words'

type Facts = Pick<DeliveryView, 'status' | 'nextAttemptAt' | 'waitingFor'>

const colors = {
  off: 'text-off', ok: 'text-ok', wait: 'text-wait', warn: 'text-warn', bad: 'text-bad', accent: 'text-accent',
} as const

/** Icon, word and colour; with `progress` also what it waits for, counting down. */
export function DeliveryStatusBadge({ delivery, progress, className }: { delivery: Facts; progress?: boolean; className?: string }) {
  const { word, tone, icon: Icon } = statusLooks[delivery.status]
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5 font-medium', colors[tone], className)}>
      <Icon aria-hidden className={cn('size-4', delivery.status === 'sending' && 'animate-spin')} />
      <span className="min-w-0">
        {word}
        {progress && <Progress delivery={delivery} />}
      </span>
    </span>
  )
}

function Progress({ delivery }: { delivery: Facts }) {
  const text = useNow((now) => describeProgress(delivery, now))
  return text ? <span className="font-normal tabular-nums"> · {text}</span> : null
}
