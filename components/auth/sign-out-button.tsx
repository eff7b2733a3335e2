'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { apiFetch } from '@/lib/api-client/api-fetch'

/** Signs out and loads the page anew. */
export function SignOutButton() {
  const [sending, setSending] = useState(false)
  const signOut = async () => {
    setSending(true)
    try {
      await apiFetch('/api/auth/sign-out', { method: 'POST', body: {} })
      window.location.reload()
    } catch {
      setSending(false)
      toast.error('Signing out did not work. Try again.')
    }
  }
  return <Button loading={sending} onClick={() => void signOut()}>Sign out</Button>
}
