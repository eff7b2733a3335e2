'use client'

import { Keyboard, RotateCw, Send } from 'lucide-react'
import Link from 'next/link'
import { useSelectedLayoutSegment } from 'next/navigation'
import { useRef, useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { DownloadCsvButton } from '@/components/lists/download-csv-button'
import { FreshRows } from '@/components/lists/fresh-rows'
import { LiveToggle } from '@/components/lists/live-toggle'
import { useDetailLinks } from '@/components/lists/use-detail-links'
import { OperationStrip } from '@/components/operations/operation-strip'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { IconButton } from '@/components/ui/icon-button'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { LoadMore } from '@/components/ui/load-more'
import { Notice } from '@/components/ui/notice'
import { SkeletonRows } from '@/components/ui/skeleton'
import { emptyFilter, isFiltered, toDeliveryQuery, useDeliveryFilter } from './delivery-filter'
import { DeliveryFilters } from './delivery-filters'
import { DeliveryRow } from './delivery-row'
import { useDeliveries } from './use-deliveries'
import { useDeliveryLabel } from './use-delivery-label'
import { useListShortcuts } from './use-list-shortcuts'
import { useSelection, type Selection } from './use-selection'

const BulkResendDialog = lazyDialog(() => import('./bulk-resend-dialog').then((module) => module.BulkResendDialog))
const ResendDialog = lazyDialog(() => import('./resend-dialog').then((module) => module.ResendDialog))
const ShortcutsDialog = lazyDialog(() => import('./shortcuts-dialog').then((module) => module.ShortcutsDialog))

export function DeliveriesScreen() {
  const [filter, setFilter] = useDeliveryFilter()
  const selection = useSelection()
  const changeFilter: typeof setFilter = (change) => {
    selection.clear() // what is not seen any more is not sent again unawares
    return setFilter(change)
  }
  const [live, setLive] = useState(true)
  const [resending, setResending] = useState<string | null>(null)
  const [help, setHelp] = useState(false)
  const [bulk, setBulk] = useState(false)
  const listRef = useRef<HTMLUListElement>(null)
  const searchRef = useRef<HTMLInputElement>(null)
  const canEdit = useCanEdit()
  const { open } = useDetailLinks('/deliveries')
  useListShortcuts({
    list: listRef,
    search: searchRef,
    onResend: (id) => canEdit && setResending(id),
    onSelect: (id) => canEdit && selection.toggle(id),
    onHelp: () => setHelp(true),
  })
  const chosen = selection.ids.length
  const actions = (
    <>
      <IconButton label="Keyboard shortcuts" className="hidden sm:inline-flex" onClick={() => setHelp(true)}><Keyboard /></IconButton>
      <div className={cn(chosen > 0 && 'max-sm:hidden')}>
        <DownloadCsvButton path="/api/v1/deliveries" name="deliveries.csv" query={() => toDeliveryQuery(filter, Date.now())} />
      </div>
      {chosen > 0 && <Button variant="ghost" onClick={selection.clear}><span>Clear<span className="max-sm:sr-only"> selection</span></span></Button>}
      {canEdit && (
        <Button onClick={() => setBulk(true)}>
          <RotateCw className="max-sm:hidden" />{chosen > 0 ? `Resend ${chosen} selected…` : 'Resend all matching…'}
        </Button>
      )}
      <LiveToggle live={live} onChange={setLive} />
    </>
  )
  return (
    <>
      <PageHeader title="Deliveries" description="Every message to every integration, with each attempt." actions={actions} />
      <DeliveryFilters filter={filter} setFilter={changeFilter} searchRef={searchRef} />
      <OperationStrip />
      <DeliveryList
        filter={filter} live={live} listRef={listRef} onClear={() => void changeFilter(emptyFilter)} selection={canEdit ? selection : undefined}
      />
      <ResendDialog open={resending !== null} deliveryId={resending} onClose={() => setResending(null)} onRendered={open} />
      <BulkResendDialog filter={filter} chosen={selection.ids} onStarted={selection.clear} open={bulk} onOpenChange={setBulk} />
      <ShortcutsDialog open={help} onOpenChange={setHelp} />
    </>
  )
}

interface DeliveryListProps {
  filter: ReturnType<typeof useDeliveryFilter>[0]
  live: boolean
  listRef: React.RefObject<HTMLUListElement | null>
  onClear: () => void
  selection: Selection | undefined
}

function DeliveryList({ filter, live, listRef, onClear, selection }: DeliveryListProps) {
  const { rows, fresh, gone, list, searching, pollError, showNew } = useDeliveries(filter, live)
  const openId = useSelectedLayoutSegment()
  const { hrefOf } = useDetailLinks('/deliveries')
  const labelOf = useDeliveryLabel()
  if (list.isPending || (searching && rows.length === 0)) return <Card><SkeletonRows label="Loading deliveries" rows={8} /></Card>
  if (list.isError && rows.length === 0) {
    return <Card><QueryError title="The deliveries could not be loaded" error={list.error} onRetry={() => void list.refetch()} /></Card>
  }
  return (
    <Card className="overflow-hidden">
      {pollError && <Notice tone="warn" className="rounded-none border-0 border-b">Updates do not arrive at the moment; what is shown may be old.</Notice>}
      <div role="status">
        {selection?.isFull && (
          <Notice className="rounded-none border-0 border-b" title={`${selection.ids.length} are selected, which is the most at a time`}>
            To send more of them again, set filters that say which, then use Resend all matching.
          </Notice>
        )}
      </div>
      <FreshRows count={fresh} atLeast={fresh >= 50} noun={['delivery', 'deliveries']} onShow={() => void showNew()} />
      {rows.length === 0 ? <NoDeliveries filtered={isFiltered(filter)} onClear={onClear} /> : (
        <>
          <ul ref={listRef} aria-label="Deliveries">
            {rows.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                delivery={delivery}
                label={labelOf(delivery)}
                href={hrefOf(delivery.id)}
                current={delivery.id === openId}
                gone={gone.has(delivery.id)}
                {...(selection && { selection: selectionOf(selection, delivery.id) })}
              />
            ))}
          </ul>
          <div className="border-t">
            <LoadMore
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onLoadMore={() => void list.fetchNextPage()}
              shown={`${rows.length} ${rows.length === 1 ? 'delivery' : 'deliveries'}`}
            />
          </div>
        </>
      )}
    </Card>
  )
}

const selectionOf = ({ ids, isFull, toggle }: Selection, id: string) => {
  const selected = ids.includes(id)
  return { selected, disabled: isFull && !selected, onToggle: () => toggle(id) }
}

function NoDeliveries({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState icon={Send} title="No delivery matches these filters" actions={<Button onClick={onClear}>Clear filters</Button>}>
        If you expected one, look under Events: it says there why an integration was skipped.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={Send} title="No deliveries yet" actions={<Button asChild><Link href="/integrations">Go to Integrations</Link></Button>}>
      A delivery appears here when an event matches a trigger of an integration, or when you send a test message.
    </EmptyState>
  )
}
