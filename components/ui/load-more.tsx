'use client'

import { Button } from './button'

interface LoadMoreProps {
  hasMore: boolean
  loading: boolean
  onLoadMore: () => void
  /** How many rows stand above, in words: "50 deliveries". */
  shown: string
}

/** Lists are paged by key, so there is a "more" and no page number. */
export function LoadMore({ hasMore, loading, onLoadMore, shown }: LoadMoreProps) {
  return (
    <div className="flex min-h-12 items-center justify-center gap-3 px-4 py-2 text-13 text-ink-faint">
      <span role="status">{shown}{hasMore ? '' : ', no more'}</span>
      {hasMore && <Button size="sm" loading={loading} onClick={onLoadMore}>Load more</Button>}
    </div>
  )
}
