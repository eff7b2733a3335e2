'use client'

import { Send } from 'lucide-react'
import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { LiveToggle } from '@/components/lists/live-toggle'
import { query, useQueryState } from '@/components/lists/use-query-states'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { InboxView } from '@/lib/contracts/inbox'
import { EmptyInbox } from './empty-inbox'
import { InboxAddress } from './inbox-address'
import { RequestDetail } from './request-detail'
import { RequestList } from './request-list'
import { useInbox, useInboxRequests } from './use-inbox'

const TrialEventDialog = lazyDialog(() => import('./trial-event-dialog').then((module) => module.TrialEventDialog))

export function InboxScreen() {
  const [live, setLive] = useState(true)
  const [sending, setSending] = useState(false)
  const canEdit = useCanEdit()
  const [chosen] = useQueryState('request', query.optionalText)
  const inbox = useInbox(live)
  const actions = (
    <>
      <LiveToggle live={live} onChange={setLive} />
      {canEdit && <Button variant="primary" onClick={() => setSending(true)}><Send aria-hidden />Send a trial event</Button>}
    </>
  )
  return (
    <>
      <PageHeader title="Inbox" description="A receiver of your own to try things with, without a server." actions={actions} />
      {inbox.data && (
        <>
          <InboxAddress inbox={inbox.data} className={cn(chosen !== null && 'max-lg:hidden')} />
          <Arrived inbox={inbox.data} live={live} chosen={chosen} />
        </>
      )}
      {inbox.isPending && <Card><SkeletonRows label="Loading the inbox" rows={6} /></Card>}
      {inbox.isError && !inbox.data && <Card><QueryError title="The inbox could not be loaded" error={inbox.error} onRetry={() => void inbox.refetch()} /></Card>}
      <TrialEventDialog open={sending} onOpenChange={setSending} />
    </>
  )
}

function Arrived({ inbox, live, chosen }: { inbox: InboxView; live: boolean; chosen: string | null }) {
  const requests = useInboxRequests(live)
  if (requests.isPending) return <Card><SkeletonRows label="Loading what arrived" rows={6} /></Card>
  if (!requests.data) return <Card><QueryError title="What arrived could not be loaded" error={requests.error} onRetry={() => void requests.refetch()} /></Card>
  if (requests.data.length === 0 && chosen === null) return <Card><EmptyInbox inbox={inbox} /></Card>
  // Until one is chosen, wide screens show the newest.
  const shown = chosen ?? requests.data[0]?.id
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]">
      <RequestList requests={requests.data} shown={shown} limits={inbox.limits} className={cn(chosen !== null && 'max-lg:hidden')} />
      <Card className={cn('min-w-0', chosen === null && 'max-lg:hidden')}>{shown && <RequestDetail key={shown} id={shown} listHref="/inbox" />}</Card>
    </div>
  )
}
