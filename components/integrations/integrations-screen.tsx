'use client'

import { Plus, Webhook } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { FilterBar } from '@/components/lists/filter-bar'
import { SearchInput } from '@/components/lists/search-input'
import { query, useQueryState } from '@/components/lists/use-query-states'
import { hostOf } from '@/components/deliveries/url-host'
import { useRecentHours } from '@/components/stats/use-stats'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { DraftView } from '@/lib/contracts/draft'
import type { IntegrationView } from '@/lib/contracts/integration'
import { DraftRow } from './draft-row'
import { IntegrationRow } from './integration-row'
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
  const [search, setSearch] = useQueryState('q', query.text)
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
  const clear = () => setSearch(null)
  return (
    <>
      {all.length >= SEARCH_FROM && (
        <FilterBar
          search={<SearchInput label="Search by name or host" value={search} onChange={(q) => setSearch(q)} />}
          filtered={search !== ''}
          onClear={clear}
        />
      )}
      <Rows integrations={all.filter((each) => matches(each, search))} drafts={allDrafts.filter((each) => matchesDraft(each, search))} onClear={clear} />
    </>
  )
}

const contains = (text: string, search: string) => text.toLowerCase().includes(search.trim().toLowerCase())
const matches = ({ name, destination }: IntegrationView, search: string) => contains(`${name} ${hostOf(destination.url)}`, search)
const matchesDraft = ({ name }: DraftView, search: string) => contains(name ?? 'Untitled', search)

interface RowsProps {
  integrations: readonly IntegrationView[]
  drafts: readonly DraftView[]
  onClear: () => void
}

function Rows({ integrations, drafts, onClear }: RowsProps) {
  const recent = useRecentHours()
  const hours = useMemo(() => new Map((recent.data?.data ?? []).map((one) => [one.integrationId, one])), [recent.data])
  if (integrations.length + drafts.length === 0) {
    return <Card><EmptyState title="No integration matches the search" actions={<Button onClick={onClear}>Clear the search</Button>} /></Card>
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
