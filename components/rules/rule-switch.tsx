'use client'

import { useCanEdit } from '@/components/frame/session-context'
import { Switch } from '@/components/ui/switch'
import type { RuleView } from '@/lib/contracts/rule'
import { useSwitchRule } from './use-rules'

/** Shows at once what was asked for, and goes back when the server refuses. */
export function RuleSwitch({ rule }: { rule: Pick<RuleView, 'id' | 'name' | 'enabled'> }) {
  const change = useSwitchRule(rule)
  const canEdit = useCanEdit()
  return (
    <Switch
      aria-label={`${rule.name} enabled`}
      checked={change.isPending ? change.variables : rule.enabled}
      disabled={!canEdit || change.isPending}
      onCheckedChange={(enabled) => change.mutate(enabled)}
    />
  )
}
