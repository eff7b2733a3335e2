'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { eventTypeKeys } from '@/lib/api-client/query-keys'
import { fetchDraft, fetchEventTypes, fetchIntegration } from './api/wizard-api'
import { fromDraftData } from './state/draft-data'
import { emptyForm } from './state/form-state'
import { fromIntegration } from './state/from-contract'
import { WizardForm } from './wizard-form'

/** Loads what the wizard starts from: the event types, the integration to edit, the draft to continue. */
export function IntegrationWizard({ integrationId = null }: { integrationId?: string | null }) {
  const router = useRouter()
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
    queryFn: () => fetchDraft(draftId ?? ''),
    enabled: draftId !== null,
    gcTime: 0,
    staleTime: Infinity,
  })
  const editedElsewhere = integrationId === null ? (draft.data?.integrationId ?? null) : null
  useEffect(() => {
    if (editedElsewhere === null) return
    router.replace(`/integrations/${editedElsewhere}/edit?${search.toString()}`)
  }, [editedElsewhere, router, search])

  const failed = [types, integration, draft].find((query) => query.isError)
  if (failed) {
    return (
      <ErrorState title="The wizard could not be opened" onRetry={() => void failed.refetch()}>
        {failed.error?.message}
      </ErrorState>
    )
  }
  const waiting = types.isPending || (integrationId !== null && integration.isPending) || (draftId !== null && draft.isPending)
  if (waiting || editedElsewhere !== null) return <SkeletonRows rows={5} label="Loading the wizard" />
  const start = draft.data
    ? fromDraftData(draft.data.data)
    : integration.data
      ? fromIntegration(integration.data)
      : emptyForm
  return (
    <WizardForm
      integration={integration.data ?? null}
      draft={draft.data ?? null}
      start={start}
      eventTypes={types.data?.data ?? []}
    />
  )
}
