'use client'

import { createContext, use, type ReactNode } from 'react'
import type { Role } from '@/lib/contracts/member'

export interface SessionView {
  user: { id: string; name: string; email: string; twoFactorEnabled: boolean }
  workspace: { id: string; name: string }
  role: Role
}

const SessionContext = createContext<SessionView | null>(null)

export function SessionProvider({ session, children }: { session: SessionView; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): SessionView {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession needs the SessionProvider of the admin layout')
  return session
}

/** Viewers look; the server refuses their changes too, this only spares them the buttons. */
export const useCanEdit = () => useSession().role !== 'viewer'
