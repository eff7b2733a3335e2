'use client'

import { onlineManager, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { ChevronsUpDown, LogOut, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator, DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { useSession } from './session-context'

// Lists that look for news would be told that the session is over, and ask to sign in again.
async function signOut(queries: QueryClient) {
  onlineManager.setOnline(false)
  await queries.cancelQueries()
  try {
    await apiFetch('/api/auth/sign-out', { method: 'POST', body: {} })
    window.location.assign('/sign-in') // a full load drops everything that was cached for this user
  } catch {
    onlineManager.setOnline(true)
    toast.error('Signing out did not work. Try again.')
  }
}

export function UserMenu() {
  const { user, role } = useSession()
  const queries = useQueryClient()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" className="min-w-0 flex-1 justify-start px-2 font-normal" aria-label={`Account ${user.email}`}>
          <span className="min-w-0 flex-1 truncate text-left text-13">{user.email}</span>
          <ChevronsUpDown aria-hidden className="size-3.5!" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top">
        <DropdownMenuLabel>
          <span className="block text-14 font-medium text-ink">{user.name}</span>
          <span className="block">{user.email} · {role}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild><Link href="/settings/security"><ShieldCheck />Password and sessions</Link></DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void signOut(queries)}><LogOut />Sign out</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
