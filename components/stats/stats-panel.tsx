'use client'

import type { ReactNode } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { Panel } from '@/components/ui/card'
import { Segmented } from '@/components/ui/segmented'
import { cn } from '@/components/ui/cn'
import type { StatsRange } from '@/lib/contracts/stats'
import { rangeWords } from './step-words'
import { useStatsRange } from './use-stats'

interface StatsData {
  range: StatsRange
  isComplete: boolean
  totals: { attempts: number }
}

interface StatsPanelProps<D extends StatsData> {
  title: string
  query: { data: D | undefined; error: unknown; isError: boolean; isPlaceholderData: boolean; refetch: () => unknown }
  /** How high it is while it loads, so that nothing jumps. */
  placeholderClass: string
  children: (data: D) => ReactNode
}

const ranges: ReadonlyArray<{ value: StatsRange; label: string }> = [
  { value: '24h', label: '24 h' }, { value: '7d', label: '7 d' }, { value: '30d', label: '30 d' },
]

/** The frame of charts over time: the choice of the range, and what there is to say when there is nothing to draw. */
export function StatsPanel<D extends StatsData>({ title, query, placeholderClass, children }: StatsPanelProps<D>) {
  const [range, setRange] = useStatsRange()
  const choice = <Segmented label="Time shown" value={range} options={ranges} onValueChange={(value) => void setRange(value)} />
  const { data } = query
  return (
    <Panel title={title} actions={choice} flush>
      {!data && (query.isError
        ? <QueryError title="The figures could not be loaded" error={query.error} onRetry={() => void query.refetch()} />
        : <div role="status" className={cn('animate-pulse p-4', placeholderClass)}><span className="sr-only">Loading figures</span></div>)}
      {data && data.totals.attempts === 0 && (
        <p className="px-4 py-8 text-center text-13 text-ink-faint">No attempts in {rangeWords[data.range]}. Test messages are not counted.</p>
      )}
      {data && data.totals.attempts > 0 && <div aria-busy={query.isPlaceholderData} className={cn('transition-opacity', query.isPlaceholderData && 'opacity-60')}>{children(data)}</div>}
      {data && !data.isComplete && (
        <p role="status" className="border-t px-4 py-2 text-13 text-ink-soft">What was sent before the upgrade is still being counted: older times fill up by themselves.</p>
      )}
    </Panel>
  )
}
