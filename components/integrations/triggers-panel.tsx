'use client'

import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypeMap } from '@/components/event-types/use-event-types'
import { Badge } from '@/components/ui/badge'
import { Panel } from '@/components/ui/card'
import type { IntegrationView } from '@/lib/contracts/integration'

export function TriggersPanel({ integration }: { integration: IntegrationView }) {
  const types = useEventTypeMap()
  return (
    <Panel title={integration.triggers.length === 1 ? 'Trigger' : `Triggers (${integration.triggers.length})`}>
      <ul className="space-y-2 text-13">
        {integration.triggers.map((trigger) => (
          <li key={trigger.id} className="flex items-start justify-between gap-2">
            <span className="min-w-0 break-words">{eventLabel(types.get(trigger.type), trigger.type, trigger.params)}</span>
            <Badge>{trigger.template === null ? 'default body' : 'own body'}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
