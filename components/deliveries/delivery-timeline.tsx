'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { formatAbsolute, formatClock, formatDuration } from '@/components/ui/format-time'
import { useNow } from '@/components/ui/use-now'
import type { TimelineItem } from './build-timeline'

interface DeliveryTimelineProps {
  items: readonly TimelineItem[]
  selected: number | null
  onSelect: (attemptNumber: number) => void
}

export function DeliveryTimeline({ items, selected, onSelect }: DeliveryTimelineProps) {
  return (
    <ol aria-label="Timeline" className="relative py-1">
      {items.map((item, index) => (
        <li key={index} className="relative flex gap-3 text-13">
          {index > 0 && <span aria-hidden className={cn('absolute top-0 left-[5px] h-3 w-px bg-line-strong', item.kind === 'wait' && 'h-full')} />}
          {index < items.length - 1 && <span aria-hidden className="absolute top-4 bottom-0 left-[5px] w-px bg-line-strong" />}
          <Dot item={item} />
          <Line item={item} selected={selected} onSelect={onSelect} />
        </li>
      ))}
    </ol>
  )
}

const dotStyle: Record<Exclude<TimelineItem['kind'], 'attempt' | 'wait'>, string> = {
  accepted: 'bg-off-solid border-off-solid',
  held: 'border-warn bg-bg',
  sending: 'border-wait bg-wait-tint animate-pulse',
  scheduled: 'border-off-solid bg-bg',
  end: 'border-off-solid bg-off-solid',
}

function Dot({ item }: { item: TimelineItem }) {
  if (item.kind === 'wait') return <span aria-hidden className="w-[11px] shrink-0" />
  const style = item.kind === 'attempt'
    ? (item.ok ? 'bg-ok-solid border-ok-solid' : 'bg-bad-solid border-bad-solid')
    : cn(dotStyle[item.kind], item.kind === 'end' && item.status === 'failed' && 'border-bad-solid bg-bad-solid')
  return <span aria-hidden className={cn('relative mt-[11px] size-[11px] shrink-0 rounded-full border-2', style)} />
}

function Line({ item, selected, onSelect }: { item: TimelineItem } & Omit<DeliveryTimelineProps, 'items'>) {
  switch (item.kind) {
    case 'accepted':
      return (
        <Row label="accepted" at={item.at}>
          {item.eventId && <Link href={`/events/${item.eventId}`} className="font-mono text-12 text-accent underline-offset-4 hover:underline">event</Link>}
        </Row>
      )
    case 'attempt':
      return <AttemptLine item={item} selected={item.number === selected} onSelect={onSelect} />
    case 'wait':
      return <WaitLine item={item} />
    case 'held':
      return <Row label={<span className="text-warn">{item.reason}</span>} />
    case 'sending':
      return <Row label={`attempt ${item.number}`}><span className="text-wait">under way</span></Row>
    case 'scheduled':
      return <ScheduledLine item={item} />
    case 'end':
      return <Row label={item.text} at={item.at} />
  }
}

function Row({ label, at, children }: { label: ReactNode; at?: string | null; children?: ReactNode }) {
  return (
    <div className="flex min-h-8 min-w-0 flex-1 flex-wrap items-center gap-x-3 px-2 py-1">
      <span className="text-ink">{label}</span>
      {at && <Clock at={at} />}
      {children}
    </div>
  )
}

const Clock = ({ at }: { at: string }) => (
  <time dateTime={at} title={formatAbsolute(at)} className="font-mono text-12 text-ink-faint">{formatClock(at)}</time>
)

type AttemptItem = Extract<TimelineItem, { kind: 'attempt' }>

function AttemptLine({ item, selected, onSelect }: { item: AttemptItem; selected: boolean; onSelect: (number: number) => void }) {
  return (
    <button
      type="button"
      aria-pressed={selected}
      onClick={() => onSelect(item.number)}
      className={cn(
        'flex min-h-8 min-w-0 flex-1 flex-wrap items-center gap-x-3 rounded-control px-2 py-1 text-left hover:bg-sunken pointer-coarse:min-h-11',
        selected && 'bg-accent-tint hover:bg-accent-tint',
      )}
    >
      <span className="text-ink">attempt {item.number}</span>
      <Clock at={item.at} />
      <span className={cn('font-medium', item.ok ? 'text-ok' : 'text-bad')}>{item.summary}</span>
      {item.tag && <Badge>{item.tag}</Badge>}
      {item.note && <span className="text-ink-faint">{item.note}</span>}
    </button>
  )
}

function WaitLine({ item }: { item: Extract<TimelineItem, { kind: 'wait' }> }) {
  const over = useNow((now) => item.over || Date.parse(item.until) <= now)
  return (
    <div className="px-2 py-1 text-ink-faint tabular-nums">
      {over ? 'waited' : 'waits'} {formatDuration(Math.round(item.seconds))}
      {!over && <> → <time dateTime={item.until} title={formatAbsolute(item.until)}>{formatClock(item.until).slice(0, 8)}</time></>}
    </div>
  )
}

function ScheduledLine({ item }: { item: Extract<TimelineItem, { kind: 'scheduled' }> }) {
  const left = useNow((now) => (item.at === null ? null : Math.ceil((Date.parse(item.at) - now) / 1000)))
  if (item.held) return <Row label={`attempt ${item.number}`}><span className="text-ink-faint">as soon as that is over</span></Row>
  const when = left === null ? 'in the queue' : left > 0 ? `in ${formatDuration(left)}` : 'due now'
  return <Row label={`attempt ${item.number}`}><span className="text-ink-faint tabular-nums">scheduled, {when}</span></Row>
}
