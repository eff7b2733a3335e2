'use client'

import { Send } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { DeliveryRow } from '@/components/deliveries/delivery-row'
import { useDeliveryLabel } from '@/components/deliveries/use-delivery-label'
import { useRecentDeliveries } from '@/components/deliveries/use-recent-deliveries'
import { QueryError } from '@/components/feedback/query-error'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { SkeletonRows } from '@/components/ui/skeleton'

const TrialEventDialog = lazyDialog(() => import('@/components/inbox/trial-event-dialog').then((module) => module.TrialEventDialog))

export function RecentDeliveriesPanel({ integrationId }: { integrationId: string }) {
  const canEdit = useCanEdit()
  const [trying, setTrying] = useState(false)
  const query = useRecentDeliveries({ integrationId, limit: 10 })
  const labelOf = useDeliveryLabel()
  const all = <Button asChild size="sm"><Link href={`/deliveries?integrationId=${integrationId}`}>All deliveries</Link></Button>
  const rows = query.data?.data ?? []
  return (
    <Panel title="Recent deliveries" flush actions={all}>
      {query.isPending && <SkeletonRows rows={4} label="Loading deliveries" />}
      {query.isError && !query.data && <QueryError title="The deliveries could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && (
        <EmptyState title="Nothing sent yet" actions={canEdit && <Button onClick={() => setTrying(true)}><Send />Send a trial event</Button>}>
          The first matching event shows up here, and so do test messages. Your backend reports events; a trial event stands in for it.
        </EmptyState>
      )}
      <TrialEventDialog open={trying} onOpenChange={setTrying} />
      <ul>
        {rows.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} label={labelOf(delivery)} href={`/deliveries/${delivery.id}`} showIntegration={false} />
        ))}
      </ul>
    </Panel>
  )
}
