'use client'

import { ErrorState } from '@/components/ui/error-state'

/** In place of a page that broke. It is loaded anew: what broke it may be kept in this one's memory. */
export function PageError({ error }: { error: Error & { digest?: string } }) {
  return (
    <ErrorState title={<h1>This page could not be shown</h1>} onRetry={() => window.location.reload()}>
      Something failed on our side. Nothing that was saved is lost.
      {error.digest && <> The log has it under <code>{error.digest}</code>.</>}
    </ErrorState>
  )
}
