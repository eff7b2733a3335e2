import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { ruleKeys } from '@/lib/api-client/query-keys'
import type { Page } from '@/lib/contracts/paging'
import type { ExecutionView, RuleTestResult } from '@/lib/contracts/rule'
import { pathOfRule } from './use-rules'

export function useExecutions(ruleId: string) {
  return useInfiniteQuery({
    queryKey: ruleKeys.executions(ruleId),
    queryFn: ({ pageParam, signal }) =>
      apiFetch<Page<ExecutionView>>(`${pathOfRule(ruleId)}/executions`, { query: { limit: 20, cursor: pageParam }, signal }),
    initialPageParam: null as string | null, // the type of all later ones
    getNextPageParam: (last) => last.page.nextCursor,
    refetchInterval: 5_000,
  })
}

/** Sends a trial event through the saved rule. */
export function useTestRule(ruleId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => apiFetch<RuleTestResult>(`${pathOfRule(ruleId)}/test`, { method: 'POST', body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: ruleKeys.executions(ruleId) }),
  })
}
