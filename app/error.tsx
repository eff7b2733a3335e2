'use client'

import { PageError } from '@/components/feedback/page-error'

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return <main className="flex min-h-dvh items-center justify-center"><PageError error={error} /></main>
}
