import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { ruleKeys } from '@/lib/api-client/query-keys'
import type { Page } from '@/lib/contracts/paging'
import type { ExecutionDetail, ExecutionView, RuleTestResult } from '@/lib/contracts/rule'
import type { RuleBody } from './rule-form'
import { pathOfRule, pathOfRules } from './use-rules'

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

/** The newest execution of a saved rule, with what was answered; null when there is none. */
export function useLastExecution(ruleId: string | null) {
  const path = `${pathOfRule(ruleId ?? '')}/executions`
  return useQuery({
    queryKey: ruleKeys.lastExecution(ruleId ?? ''),
    queryFn: async ({ signal }) => {
      const { data: [newest] } = await apiFetch<Page<ExecutionView>>(path, { query: { limit: 1 }, signal })
      return newest ? apiFetch<ExecutionDetail>(`${path}/${encodeURIComponent(newest.id)}`, { signal }) : null
    },
    enabled: ruleId !== null,
  })
}

/** Sends a trial event through a saved rule, with what is on the screen over it, or through one that is not saved. */
export function useTestRule(id: string | null) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (rule?: RuleBody) =>
      apiFetch<RuleTestResult>(`${id === null ? pathOfRules : pathOfRule(id)}/test`, { method: 'POST', body: rule === undefined ? {} : { rule } }),
    onSettled: () => id !== null && client.invalidateQueries({ queryKey: ruleKeys.executions(id) }),
  })
}
