import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { auditKeys } from '@/lib/api-client/query-keys'
import type { AuditEntryView } from '@/lib/contracts/audit'
import type { Page } from '@/lib/contracts/paging'
import { toAuditQuery, type AuditFilter } from './audit-filter'

const path = '/api/v1/audit-log'

export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: auditKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      apiFetch<Page<AuditEntryView>>(path, { query: { ...toAuditQuery(filter, Date.now()), limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.page.nextCursor,
  })
}

/** The last things that were done to one thing; read again when `version` is another. */
export function useAuditOf(target: string, version: string, limit: number) {
  return useQuery({
    queryKey: auditKeys.of(target, version),
    queryFn: ({ signal }) => apiFetch<Page<AuditEntryView>>(path, { query: { target, limit }, signal }),
    placeholderData: keepPreviousData,
  })
}
