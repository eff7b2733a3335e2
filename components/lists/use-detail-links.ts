import { useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

/** Links between a list and its details that keep the filter in the URL. */
export function useDetailLinks(base: string) {
  const search = useSearchParams().toString()
  const router = useRouter()
  const suffix = search ? `?${search}` : ''
  const hrefOf = useCallback((id: string) => `${base}/${id}${suffix}`, [base, suffix])
  const listHref = base + suffix
  const close = useCallback(() => router.push(listHref, { scroll: false }), [router, listHref])
  const open = useCallback((id: string) => router.push(hrefOf(id), { scroll: false }), [router, hrefOf])
  return { hrefOf, listHref, open, close }
}
