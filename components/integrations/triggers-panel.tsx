'use client'

import { lazy, Suspense } from 'react'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypeMap } from '@/components/event-types/use-event-types'
import { Panel } from '@/components/ui/card'
import type { IntegrationView } from '@/lib/contracts/integration'

const BodyBadge = lazy(async () => ({ default: (await import('./body-badge')).BodyBadge }))

export function TriggersPanel({ integration }: { integration: IntegrationView }) {
  const types = useEventTypeMap()
  return (
    <Panel title={integration.triggers.length === 1 ? 'Trigger' : `Triggers (${integration.triggers.length})`}>
      <ul className="space-y-2 text-13">
        {integration.triggers.map((trigger) => (
          <li key={trigger.id} className="flex items-start justify-between gap-2">
            <span className="min-w-0 break-words">{eventLabel(types.get(trigger.type), trigger.type, trigger.params)}</span>
            <Suspense><BodyBadge preset={integration.preset} type={trigger.type} template={trigger.template} /></Suspense>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
