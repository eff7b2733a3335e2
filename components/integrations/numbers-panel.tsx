import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import type { IntegrationView } from '@/lib/contracts/integration'

/** Health, and what became of the deliveries of the last 24 hours. */
export function NumbersPanel({ integration, health }: { integration: IntegrationView; health: ReactNode }) {
  const { counts24h: counts, lastDeliveryAt } = integration
  const waiting = counts.pending + counts.sending + counts.retrying
  return (
    <section aria-label="The last 24 hours" className="rounded-panel border bg-panel">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-panel bg-line sm:grid-cols-5 [&>div]:bg-panel [&>div]:p-3">
        <div className="col-span-2 text-13 sm:col-span-1"><dt className="sr-only">Health</dt><dd>{health}</dd></div>
        <Tile label="Delivered, 24 h" value={counts.succeeded.toLocaleString('en')} />
        <Tile label="Waiting, 24 h" value={waiting.toLocaleString('en')} />
        <Tile label="Failed, 24 h" value={counts.failed.toLocaleString('en')} loud={counts.failed > 0} />
        <Tile label="Last delivery" value={lastDeliveryAt ? <RelativeTime iso={lastDeliveryAt} /> : 'never'} quiet={!lastDeliveryAt} />
      </dl>
    </section>
  )
}

interface TileProps {
  label: string
  value: ReactNode
  loud?: boolean
  quiet?: boolean
}

function Tile({ label, value, loud, quiet }: TileProps) {
  return (
    <div>
      <dt className="text-12 text-ink-faint">{label}</dt>
      <dd className={cn('text-16 font-medium tabular-nums', loud && 'text-bad', quiet && 'font-normal text-ink-faint')}>{value}</dd>
    </div>
  )
}
