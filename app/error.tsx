'use client'

import { ErrorState } from '@/components/ui/error-state'

interface ErrorPageProps {
  error: Error & { digest?: string }
  reset: () => void
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <ErrorState title="This page could not be shown" onRetry={reset}>
        Something failed on our side. Nothing that was saved is lost.
        {error.digest && <> The log has it under <code>{error.digest}</code>.</>}
      </ErrorState>
    </main>
  )
}
