'use client'

import { useCanEdit } from '@/components/frame/session-context'
import { countOf } from '@/components/operations/describe-operation'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { RelativeTime } from '@/components/ui/relative-time'
import type { IntegrationView } from '@/lib/contracts/integration'
import { useSwitchIntegration } from './use-integration-actions'
import { useReplaySkipped, useSkipped } from './use-replay'

/** Says loudly what needs attention; silent while all is well. */
export function HealthBanner({ integration }: { integration: IntegrationView }) {
  const { health } = integration
  if (health.state === 'disabled') {
    return integration.disabledBy === 'system' ? <DisabledBySystem integration={integration} /> : <SwitchedOff />
  }
  if (health.state === 'healthy') return null
  const since = health.since && <> Since <RelativeTime iso={health.since} />.</>
  return health.state === 'failing'
    ? <Notice tone="bad" title="Deliveries are failing">{health.reason}.{since} Look at the last answer in Recent deliveries, then mend the receiver or edit the destination.</Notice>
    : <Notice tone="warn" title="Some deliveries fail">{health.reason}.{since} They are retried on schedule.</Notice>
}

const SwitchedOff = () => (
  <Notice title="This integration is switched off">Nothing is sent. Events in the meantime are recorded as skipped.</Notice>
)

function DisabledBySystem({ integration }: { integration: IntegrationView }) {
  const change = useSwitchIntegration(integration)
  const replay = useReplaySkipped(integration)
  const { data: skipped } = useSkipped(integration.id)
  const canEdit = useCanEdit()
  const { reason, since } = integration.health
  const missed = skipped?.count ?? 0
  const busy = change.isPending || replay.isPending
  const actions = canEdit && (
    <>
      {skipped && missed > 0 && (
        <Button loading={replay.isPending} disabled={busy} onClick={() => replay.mutate(skipped.since)}>Re-enable and replay skipped</Button>
      )}
      <Button loading={change.isPending} disabled={busy} onClick={() => change.mutate(true)}>Re-enable</Button>
    </>
  )
  return (
    <Notice tone="bad" title="Disabled by the system" actions={actions}>
      {reason}.{since && <> Since <RelativeTime iso={since} />.</>}{' '}
      {skipped && missed > 0
        ? `${countOf('replay_skipped', missed)} in the meantime can be sent when it is on again.`
        : 'Events in the meantime are recorded as skipped.'}
    </Notice>
  )
}
