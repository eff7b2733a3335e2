import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/lib/api-client/api-error'

/** A session that ended in the meantime leads to the sign-in page, and from there back to where one was. */
function leaveWhenSignedOut(error: unknown) {
  if (!(error instanceof ApiError) || error.status !== 401) return
  const here = window.location.pathname + window.location.search
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}

const worthRetrying = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 500)

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && worthRetrying(error),
      },
    },
  })
}
