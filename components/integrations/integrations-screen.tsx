'use client'

import { Plus, Webhook } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { FilterBar } from '@/components/lists/filter-bar'
import { FilterSelect } from '@/components/lists/filter-select'
import { SearchInput } from '@/components/lists/search-input'
import { useRecentHours } from '@/components/stats/use-stats'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { DraftView } from '@/lib/contracts/draft'
import type { IntegrationView } from '@/lib/contracts/integration'
import { DraftRow } from './draft-row'
import { isFiltered, matches, matchesDraft, noFilter, shownStates, typeKey, useIntegrationFilter } from './integration-filter'
import { IntegrationRow } from './integration-row'
import { healthLooks, typeName } from './integration-words'
import { useDrafts } from './use-drafts'
import { useIntegrations } from './use-integrations'

// A search over a handful of rows is one thing more to read.
const SEARCH_FROM = 6

export function IntegrationsScreen() {
  const canEdit = useCanEdit()
  const create = canEdit && (
    <Button asChild variant="primary"><Link href="/integrations/new"><Plus />Create integration</Link></Button>
  )
  return (
    <>
      <PageHeader title="Integrations" description="Where events are sent, and in which shape." actions={create} />
      <IntegrationList />
    </>
  )
}

function IntegrationList() {
  const [filter, setFilter] = useIntegrationFilter()
  const integrations = useIntegrations({ refetchInterval: 10_000 })
  const drafts = useDrafts()
  if (integrations.isPending) return <Card><SkeletonRows label="Loading integrations" /></Card>
  if (integrations.isError && !integrations.data) {
    return (
      <Card>
        <QueryError title="The integrations could not be loaded" error={integrations.error} onRetry={() => void integrations.refetch()} />
      </Card>
    )
  }
  const all = integrations.data ?? []
  const allDrafts = drafts.data ?? []
  if (all.length === 0 && allDrafts.length === 0 && !drafts.isPending) return <Card><NoIntegrations /></Card>
  const clear = () => setFilter(noFilter)
  return (
    <>
      {(all.length >= SEARCH_FROM || isFiltered(filter)) && (
        <FilterBar
          search={<SearchInput label="Search by name or host" value={filter.q} onChange={(q) => setFilter({ q: q || null })} />}
          filtered={isFiltered(filter)}
          onClear={clear}
        >
          <FilterSelect
            label="Status" any="Any status" value={filter.status ?? ''} options={stateOptions}
            onChange={(value) => setFilter({ status: shownStates.find((state) => state === value) ?? null })}
          />
          <FilterSelect label="Type" any="Any type" value={filter.type} options={typeOptions(all)} onChange={(type) => setFilter({ type })} />
        </FilterBar>
      )}
      <Rows integrations={all.filter((each) => matches(each, filter))} drafts={allDrafts.filter((each) => matchesDraft(each, filter))} onClear={clear} />
    </>
  )
}

const stateOptions = shownStates.map((value) => ({ value, label: value === 'draft' ? 'Draft' : healthLooks[value].word }))

/** Only the types that are there. */
const typeOptions = (all: readonly IntegrationView[]) =>
  [...new Set(all.map(typeKey))].map((value) => ({ value, label: typeName(value) })).sort((left, right) => left.label.localeCompare(right.label))

interface RowsProps {
  integrations: readonly IntegrationView[]
  drafts: readonly DraftView[]
  onClear: () => void
}

function Rows({ integrations, drafts, onClear }: RowsProps) {
  const recent = useRecentHours()
  const hours = useMemo(() => new Map((recent.data?.data ?? []).map((one) => [one.integrationId, one])), [recent.data])
  if (integrations.length + drafts.length === 0) {
    return <Card><EmptyState title="No integration matches these filters" actions={<Button onClick={onClear}>Clear filters</Button>} /></Card>
  }
  return (
    <Card className="overflow-hidden">
      <ul aria-label="Integrations">
        {integrations.map((integration) => <IntegrationRow key={integration.id} integration={integration} hours={hours.get(integration.id)} />)}
        {drafts.map((draft) => <DraftRow key={draft.id} draft={draft} />)}
      </ul>
    </Card>
  )
}

function NoIntegrations() {
  const canEdit = useCanEdit()
  return (
    <EmptyState
      icon={Webhook}
      title="Send your first event somewhere"
      actions={canEdit && <Button asChild><Link href="/integrations/new">Start with the five steps</Link></Button>}
    >
      An integration listens for events such as “My company’s score drops below 600” and posts a message to an address of
      yours: a SIEM, Slack, a ticket system. Five steps set it up, and you can try the message before you switch it on.
    </EmptyState>
  )
}
