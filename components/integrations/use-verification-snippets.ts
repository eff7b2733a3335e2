import { useQuery } from '@tanstack/react-query'
import type { Snippet } from '@/components/docs/parse-guide'
import { apiFetch } from '@/lib/api-client/api-fetch'

/** The guide's code for schemes: it changes with the product's version only. */
export function useVerificationSnippets() {
  return useQuery({
    queryKey: ['verification-snippets'],
    queryFn: ({ signal }) => apiFetch<Record<'standard' | 'raw', Snippet[]>>('/docs/snippets', { signal }),
    staleTime: Infinity,
  })
}
