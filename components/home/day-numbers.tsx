import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import type { IntegrationView } from '@/lib/contracts/integration'

/** The last 24 hours over all integrations; each number leads to its deliveries. */
export function DayNumbers({ integrations }: { integrations: readonly IntegrationView[] }) {
  const sum = (...names: (keyof IntegrationView['counts24h'])[]) =>
    integrations.reduce((total, each) => total + names.reduce((part, name) => part + each.counts24h[name], 0), 0)
  const failed = sum('failed')
  const tiles = [
    { label: 'Delivered', value: sum('succeeded'), status: 'succeeded' },
    { label: 'Waiting', value: sum('pending', 'sending', 'retrying'), status: 'pending,sending,retrying' },
    { label: 'Failed', value: failed, status: 'failed' },
  ]
  return (
    <section aria-label="The last 24 hours">
      <ul className="grid grid-cols-3 divide-x overflow-hidden rounded-panel border bg-panel">
        {tiles.map(({ label, value, status }) => (
          <li key={label}>
            <Link href={`/deliveries?status=${status}&range=24h&test=false`} className="block px-4 py-3 hover:bg-sunken focus-visible:-outline-offset-2">
              <span className={cn('block text-title font-semibold tabular-nums', label === 'Failed' && failed > 0 && 'text-bad')}>
                {value.toLocaleString('en')}
              </span>
              <span className="text-13 text-ink-soft">{label} <span className="text-ink-faint max-sm:hidden">in the last 24 h</span></span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
