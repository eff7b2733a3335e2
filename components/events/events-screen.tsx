'use client'

import { Send, Zap } from 'lucide-react'
import Link from 'next/link'
import { useSelectedLayoutSegment } from 'next/navigation'
import { useState } from 'react'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypeMap, useEventTypes } from '@/components/event-types/use-event-types'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { FilterBar } from '@/components/lists/filter-bar'
import { FilterSelect } from '@/components/lists/filter-select'
import { FreshRows } from '@/components/lists/fresh-rows'
import { LiveToggle } from '@/components/lists/live-toggle'
import { SearchInput } from '@/components/lists/search-input'
import { timeRanges, timeRangeWords } from '@/components/lists/time-ranges'
import { useDetailLinks } from '@/components/lists/use-detail-links'
import { ruleEventOptions } from '@/components/rules/rule-kinds'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { LoadMore } from '@/components/ui/load-more'
import { SkeletonRows } from '@/components/ui/skeleton'
import { emptyEventFilter, isEventFiltered, useEventFilter, type EventFilter } from './event-filter'
import { EventRow } from './event-row'
import { useEvents } from './use-events'

const TrialEventDialog = lazyDialog(() => import('@/components/inbox/trial-event-dialog').then((module) => module.TrialEventDialog))

const rangeOptions = timeRanges.map((value) => ({ value, label: timeRangeWords[value] }))

export function EventsScreen() {
  const [filter, setFilter] = useEventFilter()
  const [live, setLive] = useState(true)
  const [trying, setTrying] = useState(false) // here: it outlives the empty list that offers it
  const { data: types = [] } = useEventTypes()
  const clear = () => void setFilter(emptyEventFilter)
  return (
    <>
      <PageHeader
        title="Events"
        description="What came in, and what became of it."
        actions={<LiveToggle live={live} onChange={setLive} />}
      />
      <FilterBar
        search={(
          <SearchInput label="Scorecard (domain)" value={filter.scorecard} onChange={(scorecard) => void setFilter({ scorecard: scorecard || null })} />
        )}
        filtered={isEventFiltered(filter)}
        onClear={clear}
      >
        <FilterSelect
          label="Event type" any="Any type" value={filter.type}
          options={[...types.map((type) => ({ value: type.key, label: eventLabel(type, type.key) })), ...ruleEventOptions]}
          onChange={(type) => void setFilter({ type })}
        />
        <FilterSelect
          label="Time" any="Any time" value={filter.range ?? ''} options={rangeOptions}
          onChange={(value) => void setFilter({ range: timeRanges.find((range) => range === value) ?? null })}
        />
      </FilterBar>
      <EventList filter={filter} live={live} onClear={clear} onTry={() => setTrying(true)} />
      <TrialEventDialog open={trying} onOpenChange={setTrying} />
    </>
  )
}

interface EventListProps {
  filter: EventFilter
  live: boolean
  onClear: () => void
  onTry: () => void
}

function EventList({ filter, live, onClear, onTry }: EventListProps) {
  const { rows, fresh, list, searching, showNew } = useEvents(filter, live)
  const openId = useSelectedLayoutSegment()
  const { hrefOf } = useDetailLinks('/events')
  const types = useEventTypeMap()
  if (list.isPending || (searching && rows.length === 0)) return <Card><SkeletonRows label="Loading events" rows={8} /></Card>
  if (list.isError && rows.length === 0) {
    return <Card><QueryError title="The events could not be loaded" error={list.error} onRetry={() => void list.refetch()} /></Card>
  }
  return (
    <Card className="overflow-hidden">
      <FreshRows count={fresh} atLeast={fresh >= 50} noun={['event', 'events']} onShow={() => void showNew()} />
      {rows.length === 0 ? <NoEvents filtered={isEventFiltered(filter)} onClear={onClear} onTry={onTry} /> : (
        <>
          <ul aria-label="Events">
            {rows.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                label={eventLabel(types.get(event.type), event.type)}
                href={hrefOf(event.id)}
                current={event.id === openId}
              />
            ))}
          </ul>
          <div className="border-t">
            <LoadMore
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onLoadMore={() => void list.fetchNextPage()}
              shown={`${rows.length} ${rows.length === 1 ? 'event' : 'events'}`}
            />
          </div>
        </>
      )}
    </Card>
  )
}

function NoEvents({ filtered, onClear, onTry }: { filtered: boolean; onClear: () => void; onTry: () => void }) {
  if (filtered) {
    return <EmptyState icon={Zap} title="No event matches these filters" actions={<Button onClick={onClear}>Clear filters</Button>} />
  }
  return <NothingCameIn onTry={onTry} />
}

/** Who only looks can neither make a key nor send an event. */
function NothingCameIn({ onTry }: { onTry: () => void }) {
  const canEdit = useCanEdit()
  const actions = canEdit && (
    <>
      <Button asChild><Link href="/settings/api-keys">Create an API key</Link></Button>
      <Button onClick={onTry}><Send />Send a trial event</Button>
    </>
  )
  return (
    <EmptyState icon={Zap} title="No events yet" actions={actions}>
      Your backend reports what happened with <code className="text-13">POST /api/v1/events</code>. Each event is kept here with
      its deliveries, and with the reason where an integration was skipped.
    </EmptyState>
  )
}
