import { QueryError } from '@/components/feedback/query-error'
import { EmptyState } from '@/components/ui/empty-state'
import { ApiError } from '@/lib/api-client/api-error'

export function MissingRule({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404) {
    return <EmptyState title="There is no such rule">It may have been deleted. What it has sent is still in the history.</EmptyState>
  }
  return <QueryError title="The rule could not be loaded" error={error} onRetry={onRetry} />
}
