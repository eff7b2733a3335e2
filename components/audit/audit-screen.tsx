'use client'

import { ScrollText } from 'lucide-react'
import { QueryError } from '@/components/feedback/query-error'
import { DownloadCsvButton } from '@/components/lists/download-csv-button'
import { FilterSelect } from '@/components/lists/filter-select'
import { timeRanges, timeRangeWords } from '@/components/lists/time-ranges'
import { useGoOn } from '@/components/lists/use-go-on'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { LoadMore } from '@/components/ui/load-more'
import { SkeletonRows } from '@/components/ui/skeleton'
import { emptyAuditFilter, isAuditFiltered, toAuditQuery, useAuditFilter } from './audit-filter'
import { AuditRow } from './audit-row'
import { actionGroupNames, actionGroups } from './audit-words'
import { useAudit } from './use-audit'

const groupOptions = actionGroupNames.map((value) => ({ value, label: actionGroups[value] }))
const rangeOptions = timeRanges.map((value) => ({ value, label: timeRangeWords[value] }))
const actorKinds = [{ value: 'person', label: 'People' }, { value: 'key', label: 'API keys' }, { value: 'system', label: 'Hookwright itself' }]

export function AuditScreen() {
  const [filter, setFilter] = useAuditFilter()
  const query = useAudit(filter)
  const searching = useGoOn(query)
  const entries = query.data?.pages.flatMap((page) => page.data) ?? []
  const clear = () => void setFilter(emptyAuditFilter)
  // Someone chosen from a row is called as they are there.
  const chosen = entries.find(({ actor }) => actor.id === filter.actor)?.actor
  const isOne = filter.actor !== '' && !actorKinds.some(({ value }) => value === filter.actor)
  const actorOptions = isOne ? [...actorKinds, { value: filter.actor, label: chosen?.label ?? filter.actor }] : actorKinds
  const download = <DownloadCsvButton size="sm" path="/api/v1/audit-log" name="audit-log.csv" query={() => toAuditQuery(filter, Date.now())} />
  return (
    <>
      <div role="search" aria-label="Filters" className="mb-3 grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap">
        <FilterSelect label="Who" any="Anyone" value={filter.actor} options={actorOptions} onChange={(actor) => void setFilter({ actor: actor || null })} />
        <FilterSelect
          label="What" any="Anything" value={filter.group ?? ''} options={groupOptions}
          onChange={(value) => void setFilter({ group: actionGroupNames.find((group) => group === value) ?? null })}
        />
        <FilterSelect
          label="Time" any="Any time" value={filter.range ?? ''} options={rangeOptions}
          onChange={(value) => void setFilter({ range: timeRanges.find((range) => range === value) ?? null })}
        />
        {isAuditFiltered(filter) && <Button variant="ghost" onClick={clear}>Clear filters</Button>}
      </div>
      <Panel title="Audit log" description="Who did what, newest first. Entries are kept for a year and cannot be changed." actions={download} flush>
        {(query.isPending || (searching && entries.length === 0)) && <SkeletonRows rows={6} label="Loading the audit log" />}
        {query.isError && !query.data && <QueryError title="The audit log could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && !searching && entries.length === 0 && <NoEntries filtered={isAuditFiltered(filter)} onClear={clear} />}
        {entries.length > 0 && (
          <>
            <ul aria-label="Audit log">
              {entries.map((entry) => <AuditRow key={entry.id} entry={entry} onActor={(actor) => void setFilter({ actor })} />)}
            </ul>
            <LoadMore
              hasMore={query.hasNextPage}
              loading={query.isFetchingNextPage}
              onLoadMore={() => void query.fetchNextPage()}
              shown={`${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`}
            />
          </>
        )}
      </Panel>
    </>
  )
}

function NoEntries({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) return <EmptyState icon={ScrollText} title="Nothing matches these filters" actions={<Button onClick={onClear}>Clear filters</Button>} />
  return <EmptyState icon={ScrollText} title="Nothing was done yet">Changes of integrations, keys and members stand here, with who made them and from where.</EmptyState>
}
