import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { toastError } from '@/components/feedback/toast-error'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { deliveryKeys, ruleKeys } from '@/lib/api-client/query-keys'
import type { Page } from '@/lib/contracts/paging'
import type { RuleView } from '@/lib/contracts/rule'
import type { RuleBody } from './rule-form'

type Named = Pick<RuleView, 'id' | 'name'>

export const pathOfRules = '/api/v1/rules'
export const pathOfRule = (id: string) => `${pathOfRules}/${encodeURIComponent(id)}`

/** All of the workspace, newest first: there are tens of them, so the pages are read in a row. */
async function listAll(signal: AbortSignal): Promise<RuleView[]> {
  const found: RuleView[] = []
  let cursor: string | null = null
  do {
    const page: Page<RuleView> = await apiFetch(pathOfRules, { query: { limit: 200, cursor }, signal })
    found.push(...page.data)
    cursor = page.page.nextCursor
  } while (cursor !== null)
  return found
}

export function useRules() {
  return useQuery({ queryKey: ruleKeys.list(), queryFn: ({ signal }) => listAll(signal), refetchInterval: 10_000 })
}

/** Rules by id; empty while they load. */
export function useRuleMap(): ReadonlyMap<string, RuleView> {
  const { data } = useRules()
  return useMemo(() => new Map((data ?? []).map((rule) => [rule.id, rule])), [data])
}

export function useRule(id: string | null, options: { refetchInterval?: number } = {}) {
  return useQuery({
    queryKey: ruleKeys.detail(id ?? ''),
    queryFn: ({ signal }) => apiFetch<RuleView>(pathOfRule(id ?? ''), { signal }),
    enabled: id !== null,
    ...options,
  })
}

/** Creates one, or changes the one that was read: 412 when somebody else has changed it since. */
export function useSaveRule(read: Pick<RuleView, 'id' | 'version'> | null) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: RuleBody) => read === null
      ? apiFetch<RuleView>(pathOfRules, { method: 'POST', body })
      : apiFetch<RuleView>(pathOfRule(read.id), { method: 'PATCH', body, headers: { 'if-match': `"${read.id}.${read.version}"` } }),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: ruleKeys.all })
      toast.success(read === null ? `${name} is on.` : `${name} was changed.`)
    },
  })
}

export function useSwitchRule({ id, name }: Named) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (enabled: boolean) => apiFetch<unknown>(`${pathOfRule(id)}/${enabled ? 'enable' : 'disable'}`, { method: 'POST' }),
    onSuccess: async (_, enabled) => {
      await client.invalidateQueries({ queryKey: ruleKeys.all })
      toast.success(enabled ? `${name} is on.` : `${name} is off. What is waiting for it is not sent.`)
    },
    onError: (error, enabled) => toastError(`${name} was not switched ${enabled ? 'on' : 'off'}.`, error),
  })
}

export function useDeleteRule({ id, name }: Named) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => apiFetch<void>(pathOfRule(id), { method: 'DELETE' }),
    onSuccess: async () => {
      client.removeQueries({ queryKey: ruleKeys.detail(id) })
      await client.invalidateQueries({ queryKey: ruleKeys.list() })
      void client.invalidateQueries({ queryKey: deliveryKeys.all })
      toast.success(`${name} was deleted.`)
    },
    onError: (error) => toastError(`${name} was not deleted.`, error),
  })
}
