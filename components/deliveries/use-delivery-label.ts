import { useCallback } from 'react'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypeMap } from '@/components/event-types/use-event-types'
import { useIntegrationMap } from '@/components/integrations/use-integrations'
import type { DeliveryView } from '@/lib/contracts/delivery'

/** What a delivery is about, with the numbers of its integration's trigger. */
export function useDeliveryLabel() {
  const types = useEventTypeMap()
  const integrations = useIntegrationMap()
  return useCallback(
    ({ eventType, integration }: Pick<DeliveryView, 'eventType' | 'integration'>) => {
      const triggers = integration ? integrations.get(integration.id)?.triggers : undefined
      const params = triggers?.find((trigger) => trigger.type === eventType)?.params
      return eventLabel(types.get(eventType), eventType, params)
    },
    [types, integrations],
  )
}
