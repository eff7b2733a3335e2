'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { setCurrentWorkspace } from '@/lib/api-client/current-workspace'
import { createQueryClient } from './create-query-client'
import { MobileBar } from './mobile-bar'
import { SessionProvider, type SessionView } from './session-context'
import { Sidebar } from './sidebar'

/** Everything around the pages of someone who is signed in. */
export function AdminFrame({ session, children }: { session: SessionView; children: ReactNode }) {
  const [client] = useState(() => {
    setCurrentWorkspace(session.workspace.id)
    return createQueryClient()
  })
  return (
    <QueryClientProvider client={client}>
      <SessionProvider session={session}>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-control
            focus:bg-accent focus:px-3 focus:py-1.5 focus:text-on-accent"
        >
          Skip to the content
        </a>
        <div className="lg:grid lg:grid-cols-[220px_minmax(0,1fr)]">
          <aside className="sticky top-0 hidden h-dvh border-r bg-panel lg:block"><Sidebar /></aside>
          <MobileBar />
          <main id="content" tabIndex={-1} className="min-w-0 px-4 pt-4 pb-12 focus:outline-none lg:px-8 lg:pt-6">
            <div className="mx-auto max-w-[1240px]">{children}</div>
          </main>
        </div>
      </SessionProvider>
    </QueryClientProvider>
  )
}
