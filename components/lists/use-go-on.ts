import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Page } from '@/lib/contracts/paging'

/** A page may be empty although there are more: the search then goes on by itself. True while it does. */
export function useGoOn<T>({ data, hasNextPage, isFetching, isError, fetchNextPage }: UseInfiniteQueryResult<InfiniteData<Page<T>>>): boolean {
  const searching = hasNextPage && !isError && data?.pages.at(-1)?.data.length === 0
  useEffect(() => {
    if (searching && !isFetching) void fetchNextPage()
  }, [searching, isFetching, fetchNextPage])
  return searching
}
