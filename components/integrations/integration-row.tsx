'use client'

import Link from 'next/link'
import { hostOf } from '@/components/deliveries/url-host'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypeMap } from '@/components/event-types/use-event-types'
import { HourBars } from '@/components/stats/hour-bars'
import { RelativeTime } from '@/components/ui/relative-time'
import type { IntegrationView } from '@/lib/contracts/integration'
import type { RecentHours } from '@/lib/contracts/stats'
import { CountsText } from './counts-text'
import { HealthBadge } from './health-badge'
import { IntegrationSwitch } from './integration-switch'
import { typeName } from './integration-words'

/** The name is the link and covers the row; the toggle lies over it. */
export function IntegrationRow({ integration, hours }: { integration: IntegrationView; hours: RecentHours | undefined }) {
  return (
    <li
      className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b px-4 py-2.5 text-13
        transition-colors last:border-b-0 hover:bg-sunken lg:grid-cols-[minmax(0,3fr)_minmax(0,3fr)_minmax(0,3fr)_7.5rem_5.5rem_2.5rem]"
    >
      <div className="min-w-0">
        <Link href={`/integrations/${integration.id}`} className="block truncate text-14 font-medium after:absolute after:inset-0">
          {integration.name}
        </Link>
        <span className="block truncate text-ink-faint">{typeName(integration.preset)} · {hostOf(integration.destination.url)}</span>
      </div>
      <div className="relative z-10 flex justify-self-end lg:order-last"><IntegrationSwitch integration={integration} /></div>
      <div className="col-span-2 min-w-0 lg:col-span-1"><TriggerSummary triggers={integration.triggers} /></div>
      <div className="col-span-2 min-w-0 lg:col-span-1"><HealthBadge integration={integration} /></div>
      <div className="flex items-center gap-3 tabular-nums lg:block"><HourBars hours={hours} /><CountsText counts={integration.counts24h} /></div>
      <div className="relative z-10 text-right text-ink-soft lg:text-left">
        {integration.lastDeliveryAt ? <RelativeTime iso={integration.lastDeliveryAt} /> : <span className="text-ink-faint">never</span>}
      </div>
    </li>
  )
}

function TriggerSummary({ triggers }: { triggers: IntegrationView['triggers'] }) {
  const types = useEventTypeMap()
  const [first, ...others] = triggers
  if (!first) return <span className="text-ink-faint">No triggers</span>
  const names = triggers.map((trigger) => eventLabel(types.get(trigger.type), trigger.type, trigger.params))
  return (
    <span className="flex min-w-0 items-baseline gap-1.5 text-ink-soft" title={names.join('\n')}>
      <span className="truncate">{names[0]}</span>
      {others.length > 0 && <span className="shrink-0 text-ink-faint">+{others.length}</span>}
    </span>
  )
}
