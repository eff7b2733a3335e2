'use client'

import { Pencil } from 'lucide-react'
import Link from 'next/link'
import { AuditPanel } from '@/components/audit/audit-panel'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { OperationStrip } from '@/components/operations/operation-strip'
import { IntegrationStatsPanel } from '@/components/stats/integration-stats'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { ApiError } from '@/lib/api-client/api-error'
import type { IntegrationView } from '@/lib/contracts/integration'
import { DeleteIntegration } from './delete-integration'
import { DestinationPanel } from './destination-panel'
import { HealthBanner } from './health-banner'
import { HealthBadge } from './health-badge'
import { IntegrationMenu } from './integration-menu'
import { IntegrationSwitch } from './integration-switch'
import { typeName } from './integration-words'
import { NumbersPanel } from './numbers-panel'
import { RecentDeliveriesPanel } from './recent-deliveries-panel'
import { SigningPanel } from './signing-panel'
import { TriggersPanel } from './triggers-panel'
import { useIntegration } from './use-integration'

const back = { href: '/integrations', label: 'Integrations' }

export function IntegrationDetail({ id }: { id: string }) {
  const query = useIntegration(id)
  if (query.data) return <Overview integration={query.data} />
  return (
    <>
      <PageHeader title="Integration" back={back} />
      <Card>
        {query.isPending && <SkeletonRows label="Loading the integration" />}
        {query.isError && <Missing error={query.error} onRetry={() => void query.refetch()} />}
      </Card>
    </>
  )
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404) {
    return <EmptyState title="There is no such integration">It may have been deleted. Its deliveries are still in the history.</EmptyState>
  }
  return <QueryError title="The integration could not be loaded" error={error} onRetry={onRetry} />
}

function Overview({ integration }: { integration: IntegrationView }) {
  const canEdit = useCanEdit()
  const actions = (
    <>
      <span className="mr-1 flex items-center gap-2 text-13 text-ink-soft">
        {integration.enabled ? 'On' : 'Off'}<IntegrationSwitch integration={integration} />
      </span>
      {canEdit && <IntegrationMenu integration={integration} />}
      {canEdit && <DeleteIntegration integration={integration} />}
      {canEdit && (
        <Button asChild variant="primary"><Link href={`/integrations/${integration.id}/edit`}><Pencil />Edit</Link></Button>
      )}
    </>
  )
  return (
    <>
      <PageHeader
        title={integration.name}
        description={<>{typeName(integration.preset)}{integration.ownerEmail && <> · notices go to {integration.ownerEmail}</>}</>}
        back={back}
        actions={actions}
      />
      <OperationStrip integrationId={integration.id} />
      <div className="space-y-4">
        <HealthBanner integration={integration} />
        <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="min-w-0 space-y-4">
            <NumbersPanel integration={integration} health={<HealthBadge integration={integration} />} />
            <IntegrationStatsPanel integrationId={integration.id} lastDeliveryAt={integration.lastDeliveryAt} />
            <RecentDeliveriesPanel integrationId={integration.id} />
            {canEdit && <AuditPanel targetId={integration.id} version={integration.updatedAt} />}
          </div>
          <div className="min-w-0 space-y-4">
            <DestinationPanel integration={integration} />
            <TriggersPanel integration={integration} />
            <SigningPanel integration={integration} />
          </div>
        </div>
      </div>
    </>
  )
}
