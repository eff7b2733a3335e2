import { ErrorState } from '@/components/ui/error-state'
import { ApiError } from '@/lib/api-client/api-error'

interface QueryErrorProps {
  /** "The deliveries could not be loaded". */
  title: string
  error: unknown
  onRetry: () => void
}

export function QueryError({ title, error, onRetry }: QueryErrorProps) {
  const requestId = error instanceof ApiError ? error.requestId : null
  return <ErrorState title={title} requestId={requestId} onRetry={onRetry}>{errorText(error)}</ErrorState>
}

/** What a person can be told about a failed request. */
export const errorText = (error: unknown) =>
  error instanceof ApiError ? error.message : 'The page failed unexpectedly. Reload it and try again.'
