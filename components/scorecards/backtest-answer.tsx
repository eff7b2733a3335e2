import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useDebounced } from '@/components/lists/use-debounced'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { scorecardKeys } from '@/lib/api-client/query-keys'
import { backtestInput, type Backtest } from '@/lib/contracts/scorecard'
import { wordBacktest } from './word-backtest'

const SHOWN = 30

/** How often a trigger or a rule would have fired lately, and when; nothing while that cannot be told, as with half-typed numbers. */
export function BacktestAnswer({ request }: { request: object }) {
  const asked = useDebounced(JSON.stringify(request), 400)
  const judged = backtestInput.safeParse(JSON.parse(asked))
  const { data } = useQuery({
    queryKey: scorecardKeys.backtest({ asked }),
    queryFn: ({ signal }) => apiFetch<Backtest>('/api/v1/triggers/backtest', { method: 'POST', body: JSON.parse(asked), signal }),
    enabled: judged.success,
    retry: false,
    staleTime: 60_000,
    placeholderData: (former) => former,
  })
  if (!data || !judged.success) return null
  const words = <><History aria-hidden className="size-3.5" /><span aria-live="polite">{wordBacktest(data.count, judged.data.days)}</span></>
  if (data.count === 0) return <p className="mt-0.5 flex items-center gap-1.5 text-13 text-ink-faint">{words}</p>
  return (
    <Popover>
      <PopoverTrigger className="mt-0.5 inline-flex items-center gap-1.5 rounded-control text-left text-13 text-ink-faint underline decoration-dotted underline-offset-4 hover:text-ink pointer-coarse:min-h-11">
        {words}
      </PopoverTrigger>
      <PopoverContent aria-label="When it would have fired" className="w-80">
        <ul className="space-y-1 text-13">
          {data.hits.slice(0, SHOWN).map(({ at, domain, from, to }) => (
            <li key={`${at} ${domain}`} className="flex gap-2">
              <time dateTime={at} className="w-14 text-ink-faint">{new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'short' })}</time>
              <span className="min-w-0 flex-1 truncate">{domain ?? 'Event'}</span>
              {from !== null && to !== null && <span className="tabular-nums">{from} → {to}</span>}
            </li>
          ))}
        </ul>
        {data.count > SHOWN && <p className="mt-2 text-13 text-ink-faint">and {data.count - SHOWN} more</p>}
      </PopoverContent>
    </Popover>
  )
}
