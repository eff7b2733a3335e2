import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData, type QueryKey } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Page } from '@/lib/contracts/paging'
import { mergeHead } from './merge-head'
import { useGoOn } from './use-go-on'

interface LiveListOptions<T> {
  listKey: QueryKey
  headKey: QueryKey
  fetchPage: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>
  live: boolean
}

const POLL_MS = 3000

/** A list paged by key that stays where it is, and beside it a first page that is asked for again and again. */
export function useLiveList<T extends { id: string }>({ listKey, headKey, fetchPage, live }: LiveListOptions<T>) {
  const client = useQueryClient()
  const list = useInfiniteQuery({
    queryKey: listKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: null as string | null, // the type of all later ones
    getNextPageParam: (last) => last.page.nextCursor,
    staleTime: Infinity,
    refetchOnMount: 'always',
    refetchOnReconnect: false,
  })
  const searching = useGoOn(list)
  const head = useQuery({
    queryKey: headKey,
    queryFn: ({ signal }) => fetchPage(null, signal),
    enabled: live && list.isSuccess,
    refetchInterval: live ? POLL_MS : false,
  })
  const merged = useMemo(() => {
    const rows = list.data?.pages.flatMap((page) => page.data) ?? []
    // An older head knows less than the list itself.
    const newer = head.dataUpdatedAt > list.dataUpdatedAt ? head.data : undefined
    return mergeHead(rows, newer?.data, newer?.page.nextCursor === null)
  }, [list.data, list.dataUpdatedAt, head.data, head.dataUpdatedAt])

  const showNew = async () => {
    client.setQueryData<InfiniteData<Page<T>, string | null>>(listKey, (data) =>
      data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) })
    await list.refetch()
  }
  return { ...merged, list, searching, pollError: live ? head.error : null, showNew }
}
