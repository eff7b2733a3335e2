'use client'

import { useMemo, useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { AbsoluteTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { ObservationView } from '@/lib/contracts/scorecard'
import { HistoryChart } from './history-chart'
import { GradeBadge } from './score-figures'
import { outcomeWords } from './scorecard-words'
import { useHistory } from './use-scorecards'

const RANGES = [{ value: '30', label: '30 days' }, { value: '90', label: '90 days' }, { value: '365', label: '1 year' }, { value: '', label: 'All' }]
const SHOWN = 10
const DAY_MS = 24 * 3600 * 1000

// By whole days, so that the same question has the same answer kept.
const sinceOf = (days: string, nowMs: number): string | null =>
  days === '' ? null : new Date((Math.floor(nowMs / DAY_MS) - Number(days)) * DAY_MS).toISOString()

export function ScorecardHistory({ id }: { id: string }) {
  const [days, setDays] = useState('90')
  const [openedAt] = useState(() => Date.now())
  const query = useHistory(id, sinceOf(days, openedAt))
  const scores = useMemo(() => (query.data ?? []).flatMap(({ observedAt, score }) => (score === null ? [] : [{ at: observedAt, score }])).reverse(), [query.data])
  return (
    <section className="space-y-3">
      <header className="flex items-center gap-3">
        <h2 className="flex-1 text-13 text-ink-soft">History</h2>
        <Select aria-label="Time shown" value={days} onValueChange={setDays} options={RANGES} wrapperClassName="w-28" className="text-13" />
      </header>
      {query.isPending && <SkeletonRows label="Loading the history" rows={12} />}
      {query.isError && !query.data && <QueryError title="The history could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <HistoryChart scores={scores} />}
      {query.data && query.data.length > 0 && <Observations all={query.data} />}
    </section>
  )
}

function Observations({ all }: { all: readonly ObservationView[] }) {
  return (
    <ul aria-label="Latest observations" className="rounded-control border text-13">
      {all.slice(0, SHOWN).map((one) => (
        <li key={one.observedAt} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b px-3 py-1.5 last:border-b-0">
          <span className="w-12 font-semibold tabular-nums">{one.score ?? '–'}</span>
          <GradeBadge grade={one.grade} />
          <AbsoluteTime iso={one.observedAt} className="text-ink-soft" />
          <span className="ml-auto text-ink-faint">
            {one.breach && <span className="mr-2 text-bad">Breach</span>}
            {one.issues && <span className="mr-2">{Object.keys(one.issues).length} issue types</span>}
            {one.outcome !== 'evaluated' && outcomeWords[one.outcome]}
          </span>
        </li>
      ))}
    </ul>
  )
}
