'use client'

import { FolderOpen, Gauge, Plus, Upload } from 'lucide-react'
import Link from 'next/link'
import { useSelectedLayoutSegment } from 'next/navigation'
import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { FilterBar } from '@/components/lists/filter-bar'
import { FilterSelect } from '@/components/lists/filter-select'
import { SearchInput } from '@/components/lists/search-input'
import { useDetailLinks } from '@/components/lists/use-detail-links'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { LoadMore } from '@/components/ui/load-more'
import { SkeletonRows } from '@/components/ui/skeleton'
import { emptyScorecardFilter, isScorecardFiltered, useScorecardFilter, type ScorecardFilter } from './scorecard-filter'
import { ScorecardRow } from './scorecard-row'
import { kindOptions } from './scorecard-words'
import { usePortfolios } from './use-portfolios'
import { useScorecards } from './use-scorecards'

const AddScorecardDialog = lazyDialog(() => import('./add-scorecard-dialog').then((module) => module.AddScorecardDialog))
const ImportDialog = lazyDialog(() => import('./import-dialog').then((module) => module.ImportDialog))

type SetFilter = ReturnType<typeof useScorecardFilter>[1]

export function ScorecardsScreen() {
  const [filter, setFilter] = useScorecardFilter()
  const [open, setOpen] = useState<'add' | 'import' | null>(null)
  const canEdit = useCanEdit()
  const actions = (
    <>
      <Button asChild><Link href="/portfolios"><FolderOpen />Portfolios</Link></Button>
      {canEdit && <Button onClick={() => setOpen('import')}><Upload />Import CSV</Button>}
      {canEdit && <Button variant="primary" onClick={() => setOpen('add')}><Plus />Add scorecard</Button>}
    </>
  )
  return (
    <>
      <PageHeader title="Scorecards" description="Companies and domains whose scores are watched for your triggers." actions={actions} />
      <Filters filter={filter} setFilter={setFilter} />
      <ScorecardList filter={filter} onClear={() => void setFilter(emptyScorecardFilter)} />
      <AddScorecardDialog open={open === 'add'} onClose={() => setOpen(null)} />
      <ImportDialog open={open === 'import'} onClose={() => setOpen(null)} />
    </>
  )
}

function Filters({ filter, setFilter }: { filter: ScorecardFilter; setFilter: SetFilter }) {
  const { data: portfolios = [] } = usePortfolios()
  return (
    <FilterBar
      search={<SearchInput label="Search scorecards" placeholder="Domain or name" value={filter.q} onChange={(q) => void setFilter({ q: q || null })} />}
      filtered={isScorecardFiltered(filter)}
      onClear={() => void setFilter(emptyScorecardFilter)}
    >
      <FilterSelect
        label="Kind" any="Any kind" value={filter.kind ?? ''} options={kindOptions}
        onChange={(value) => void setFilter({ kind: (['mine', 'vendor', 'domain'] as const).find((kind) => kind === value) ?? null })}
      />
      <FilterSelect
        label="Followed" any="Followed or not" value={filter.followed ?? ''}
        options={[{ value: 'true', label: 'Followed' }, { value: 'false', label: 'Not followed' }]}
        onChange={(value) => void setFilter({ followed: value === 'true' || value === 'false' ? value : null })}
      />
      <FilterSelect
        label="Portfolio" any="Any portfolio" value={filter.portfolio}
        options={portfolios.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(portfolio) => void setFilter({ portfolio })}
      />
      <SearchInput label="Tier" value={filter.tier} onChange={(tier) => void setFilter({ tier: tier || null })} className="sm:w-28" />
    </FilterBar>
  )
}

function ScorecardList({ filter, onClear }: { filter: ScorecardFilter; onClear: () => void }) {
  const list = useScorecards(filter)
  const openId = useSelectedLayoutSegment()
  const { hrefOf } = useDetailLinks('/scorecards')
  if (list.isPending) return <Card><SkeletonRows label="Loading scorecards" rows={6} /></Card>
  if (list.isError && !list.data) {
    return <Card><QueryError title="The scorecards could not be loaded" error={list.error} onRetry={() => void list.refetch()} /></Card>
  }
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  if (rows.length === 0) return <Card><NoScorecards filtered={isScorecardFiltered(filter)} onClear={onClear} /></Card>
  return (
    <Card className="overflow-hidden">
      <ul aria-label="Scorecards">
        {rows.map((scorecard) => <ScorecardRow key={scorecard.id} scorecard={scorecard} href={hrefOf(scorecard.id)} current={scorecard.id === openId} />)}
      </ul>
      <div className="border-t">
        <LoadMore
          hasMore={list.hasNextPage} loading={list.isFetchingNextPage} onLoadMore={() => void list.fetchNextPage()}
          shown={`${rows.length} ${rows.length === 1 ? 'scorecard' : 'scorecards'}`}
        />
      </div>
    </Card>
  )
}

function NoScorecards({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) return <EmptyState icon={Gauge} title="No scorecard matches these filters" actions={<Button onClick={onClear}>Clear filters</Button>} />
  return (
    <EmptyState icon={Gauge} title="No scorecards yet">
      Add one, import a CSV file, or let your backend report scores with <code className="text-13">POST /api/v1/scores</code>: domains
      that are not known yet appear here by themselves.
    </EmptyState>
  )
}
