'use client'

import { cn } from './cn'
import { formatAbsolute, formatRelative } from './format-time'
import { Tooltip } from './tooltip'
import { useNow } from './use-now'

interface TimeProps {
  iso: string
  className?: string
}

/** "3 min ago" with the absolute time on hover. */
export function RelativeTime({ iso, className }: TimeProps) {
  const text = useNow((now) => formatRelative(iso, now))
  return (
    <Tooltip content={formatAbsolute(iso)}>
      <time dateTime={iso} className={cn('whitespace-nowrap', className)} suppressHydrationWarning>{text}</time>
    </Tooltip>
  )
}

/** Date, time with ms and zone: for details. */
export function AbsoluteTime({ iso, className }: TimeProps) {
  return <time dateTime={iso} className={className} suppressHydrationWarning>{formatAbsolute(iso)}</time>
}
