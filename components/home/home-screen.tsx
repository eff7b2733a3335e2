'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { DeliveryRow } from '@/components/deliveries/delivery-row'
import { useDeliveryLabel } from '@/components/deliveries/use-delivery-label'
import { useRecentDeliveries } from '@/components/deliveries/use-recent-deliveries'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { useDrafts } from '@/components/integrations/use-drafts'
import { useIntegrations } from '@/components/integrations/use-integrations'
import { useLatestMails } from '@/components/settings/use-mails'
import { WorkspaceStats } from '@/components/stats/workspace-stats'
import { Button } from '@/components/ui/button'
import { Card, Panel } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { useNow } from '@/components/ui/use-now'
import { AttentionList } from './attention-list'
import { DayNumbers } from './day-numbers'
import { FirstSteps } from './first-steps'
import { findAttention } from './find-attention'

export function HomeScreen() {
  const integrations = useIntegrations({ refetchInterval: 10_000 })
  const canEdit = useCanEdit()
  // What needs attention stands on top: shown before all of it is known, it would push down what is being read.
  const drafts = useDrafts()
  const mails = useLatestMails(canEdit)
  const settled = !drafts.isLoading && !mails.isLoading
  const create = canEdit && <Button asChild variant="primary"><Link href="/integrations/new"><Plus />Create integration</Link></Button>
  if (integrations.isError && !integrations.data) {
    return (
      <>
        <PageHeader title="Home" />
        <Card><QueryError title="The overview could not be loaded" error={integrations.error} onRetry={() => void integrations.refetch()} /></Card>
      </>
    )
  }
  return (
    <>
      <PageHeader title="Home" actions={create} />
      {integrations.data && settled
        ? (
          <div className="space-y-4">
            {canEdit && <FirstSteps hasIntegration={integrations.data.length > 0} />}
            {integrations.data.length > 0 && (
              <>
                <Attention found={{ integrations: integrations.data, drafts: drafts.data, mails: mails.data }} />
                <DayNumbers integrations={integrations.data} />
                <WorkspaceStats />
              </>
            )}
            <RecentDeliveries />
          </div>
        )
        : <Card><SkeletonRows label="Loading the overview" /></Card>}
    </>
  )
}

function Attention({ found }: { found: Parameters<typeof findAttention>[0] }) {
  const now = useNow((ms) => ms - (ms % 60_000))
  return <AttentionList items={findAttention(found, now)} />
}

function RecentDeliveries() {
  const query = useRecentDeliveries({ limit: 8 })
  const labelOf = useDeliveryLabel()
  const rows = query.data?.data ?? []
  return (
    <Panel title="Recent deliveries" flush actions={rows.length > 0 && <Button asChild size="sm"><Link href="/deliveries">All deliveries</Link></Button>}>
      {query.isPending && <SkeletonRows rows={4} label="Loading deliveries" />}
      {query.isError && !query.data && <QueryError title="The deliveries could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && (
        <EmptyState title="Nothing sent yet">Each message that leaves shows up here, with every attempt and the receiver’s answer.</EmptyState>
      )}
      <ul>
        {rows.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} label={labelOf(delivery)} href={`/deliveries/${delivery.id}`} />
        ))}
      </ul>
    </Panel>
  )
}
