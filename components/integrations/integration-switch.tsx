'use client'

import { useCanEdit } from '@/components/frame/session-context'
import { Switch } from '@/components/ui/switch'
import type { IntegrationView } from '@/lib/contracts/integration'
import { useSwitchIntegration } from './use-integration-actions'

/** Shows at once what was asked for, and goes back when the server refuses. */
export function IntegrationSwitch({ integration }: { integration: Pick<IntegrationView, 'id' | 'name' | 'enabled'> }) {
  const change = useSwitchIntegration(integration)
  const canEdit = useCanEdit()
  return (
    <Switch
      aria-label={`${integration.name} enabled`}
      checked={change.isPending ? change.variables : integration.enabled}
      disabled={!canEdit || change.isPending}
      onCheckedChange={(enabled) => change.mutate(enabled)}
    />
  )
}
