import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { integrationKeys } from '@/lib/api-client/query-keys'
import type { IntegrationView } from '@/lib/contracts/integration'
import type { Page } from '@/lib/contracts/paging'

/** All of the workspace, newest first: there are tens of them, so the pages are read in a row. */
async function listAll(signal: AbortSignal): Promise<IntegrationView[]> {
  const found: IntegrationView[] = []
  let cursor: string | null = null
  do {
    const page: Page<IntegrationView> = await apiFetch('/api/v1/integrations', { query: { limit: 200, cursor }, signal })
    found.push(...page.data)
    cursor = page.page.nextCursor
  } while (cursor !== null)
  return found
}

export function useIntegrations(options: { refetchInterval?: number } = {}) {
  return useQuery({ queryKey: integrationKeys.list(), queryFn: ({ signal }) => listAll(signal), ...options })
}

/** Integrations by id; empty while they load. */
export function useIntegrationMap(): ReadonlyMap<string, IntegrationView> {
  const { data } = useIntegrations()
  return useMemo(() => new Map((data ?? []).map((integration) => [integration.id, integration])), [data])
}
