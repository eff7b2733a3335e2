import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useDebounced } from '@/components/lists/use-debounced'
import { formatDate } from '@/components/ui/format-date'
import { Popover } from '@/components/ui/popover'
import { Skeleton } from '@/components/ui/skeleton'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { scorecardKeys } from '@/lib/api-client/query-keys'
import type { Backtest } from '@/lib/contracts/scorecard'
import { wordBacktest } from './word-backtest'

const SHOWN = 30

/** How often a trigger or a rule would have fired lately, and when; nothing while that cannot be told, as with half-typed numbers. */
export function BacktestAnswer({ request }: { request: object }) {
  const asked = useDebounced(JSON.stringify(request), 400)
  const { data, isLoading } = useQuery({
    queryKey: scorecardKeys.backtest({ asked }),
    queryFn: ({ signal }) => fetchBacktest(JSON.parse(asked), signal),
    retry: false,
    staleTime: 60_000,
    placeholderData: (former) => former,
  })
  if (isLoading) return <div className="mt-0.5 flex h-5.5 items-center pointer-coarse:h-11"><Skeleton className="w-56" /></div>
  if (!data) return null
  const words = <><History aria-hidden className="size-3.5" /><span aria-live="polite">{wordBacktest(data.count, data.days)}</span></>
  if (data.count === 0) return <p className="mt-0.5 flex items-center gap-1.5 text-13 text-ink-faint">{words}</p>
  return (
    <Popover
      label="When it would have fired" className="w-80"
      triggerClassName="mt-0.5 inline-flex items-center gap-1.5 rounded-control text-left text-13 text-ink-faint underline decoration-dotted underline-offset-4 hover:text-ink pointer-coarse:min-h-11"
      trigger={words}
    >
      <ul className="space-y-1 text-13">
        {data.hits.slice(0, SHOWN).map(({ at, domain, from, to }) => (
          <li key={`${at} ${domain}`} className="flex gap-2">
            <time dateTime={at} className="w-14 text-ink-faint">{formatDate(new Date(at), 'd MMM')}</time>
            <span className="min-w-0 flex-1 truncate">{domain ?? 'Event'}</span>
            {from !== null && to !== null && <span className="tabular-nums">{from} → {to}</span>}
          </li>
        ))}
      </ul>
      {data.count > SHOWN && <p className="mt-2 text-13 text-ink-faint">and {data.count - SHOWN} more</p>}
    </Popover>
  )
}

/** Null: not whole yet, so nobody is asked. What judges it is loaded then. */
async function fetchBacktest(request: unknown, signal: AbortSignal) {
  const { backtestInput } = await import('@/lib/contracts/scorecard')
  const judged = backtestInput.safeParse(request)
  if (!judged.success) return null
  const answer = await apiFetch<Backtest>('/api/v1/triggers/backtest', { method: 'POST', body: judged.data, signal })
  return { ...answer, days: judged.data.days }
}
