'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useState, type ReactNode } from 'react'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton'
import { ApiError } from '@/lib/api-client/api-error'
import { eventTypeKeys } from '@/lib/api-client/query-keys'
import { fetchEventTypes, fetchIntegration } from './api/wizard-api'
import { loadDraft } from './api/load-draft'
import { emptyForm } from './state/form-state'
import { fromIntegration } from './state/from-contract'
import { WizardForm } from './wizard-form'

/** Loads what the wizard starts from: the event types, the integration to edit, the draft to continue. */
export function IntegrationWizard({ integrationId = null }: { integrationId?: string | null }) {
  const router = useRouter()
  const canEdit = useCanEdit()
  const search = useSearchParams()
  const [draftId] = useState(() => search.get('draft'))
  const types = useQuery({ queryKey: eventTypeKeys.list(), queryFn: fetchEventTypes })
  // Own keys: what is edited must be what is stored, and Finish must not load again what the wizard started from.
  const integration = useQuery({
    queryKey: ['wizard', 'integration', integrationId],
    queryFn: () => fetchIntegration(integrationId ?? ''),
    enabled: integrationId !== null,
    gcTime: 0,
    staleTime: Infinity,
  })
  const draft = useQuery({
    queryKey: ['wizard', 'draft', draftId],
    queryFn: () => loadDraft(draftId ?? ''),
    enabled: draftId !== null,
    gcTime: 0,
    staleTime: Infinity,
  })
  const editing = integrationId !== null
  const editedElsewhere = integrationId === null ? (draft.data?.draft.integrationId ?? null) : null
  useEffect(() => {
    if (editedElsewhere === null) return
    router.replace(`/integrations/${editedElsewhere}/edit?${search.toString()}`)
  }, [editedElsewhere, router, search])

  if (!canEdit) {
    return <EmptyState title="You can look, but not change">Ask an admin of the workspace for the role admin.</EmptyState>
  }
  if (draft.error instanceof ApiError && draft.error.status === 404) return <DraftGone />
  const failed = [types, integration, draft].find((query) => query.isError)
  if (failed) {
    return (
      <Opening editing={editing}>
        <Card><ErrorState title="The wizard could not be opened" onRetry={() => void failed.refetch()}>{failed.error?.message}</ErrorState></Card>
      </Opening>
    )
  }
  const waiting = types.isPending || (integrationId !== null && integration.isPending) || (draftId !== null && draft.isPending)
  if (waiting || editedElsewhere !== null) return <Opening editing={editing}><Loading /></Opening>
  const start = draft.data
    ? draft.data.start
    : integration.data
      ? fromIntegration(integration.data)
      : emptyForm
  return (
    <WizardForm
      integration={integration.data ?? null}
      draft={draft.data?.draft ?? null}
      start={start}
      eventTypes={types.data?.data ?? []}
    />
  )
}

/** Where one is, before what it starts from is there. */
const Opening = ({ editing, children }: { editing: boolean; children: ReactNode }) => (
  <>
    <PageHeader title={editing ? 'Edit integration' : 'Create integration'} back={{ href: '/integrations', label: 'Integrations' }} />
    {children}
  </>
)

/** As high as what comes, so that nothing jumps. */
const Loading = () => (
  <>
    <Skeleton className="mb-6 h-8 w-full max-w-lg pointer-coarse:h-11" />
    <Skeleton className="mb-8 h-5 w-56" />
    <Card><SkeletonRows rows={5} label="Loading the wizard" /></Card>
  </>
)

function DraftGone() {
  const actions = (
    <>
      <Button asChild><Link href="/integrations">All integrations</Link></Button>
      {/* A full load, so that nothing of the old draft stays. */}
      <Button variant="primary" onClick={() => window.location.assign('/integrations/new')}>Start a new one</Button>
    </>
  )
  return <EmptyState title="This draft is no longer there" actions={actions}>It was finished or deleted in the meantime.</EmptyState>
}
