import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { scorecardKeys } from '@/lib/api-client/query-keys'
import { toImportRequests, type ParsedLine } from './parse-scores-csv'

/** Sends an import in parts; repeating one that broke off changes nothing twice. */
export function useImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (lines: readonly ParsedLine[]) => {
      const { scorecards, scores } = toImportRequests(lines)
      for (const part of scorecards) await apiFetch('/api/v1/scorecards/import', { method: 'POST', body: { scorecards: part } })
      for (const part of scores) await apiFetch('/api/v1/scores', { method: 'POST', body: { evaluate: false, scores: part } })
    },
    onSettled: () => client.invalidateQueries({ queryKey: scorecardKeys.all }),
  })
}
