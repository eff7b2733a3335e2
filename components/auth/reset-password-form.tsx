'use client'

import Link from 'next/link'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { ApiError, fieldMessage } from '@/lib/api-client/api-error'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { PasswordInput } from './password-input'

/** Chooses a new password by a link. `isGood` is whether the link was still good when the page was loaded. */
export function ResetPasswordForm({ token, isGood }: { token: string; isGood: boolean }) {
  const [password, setPassword] = useState('')
  const [state, setState] = useState<'asking' | 'sending' | 'done'>('asking')
  const [refused, setRefused] = useState<{ error: unknown; attempt: number }>({ error: null, attempt: 0 })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setState('sending')
    try {
      await apiFetch<void>('/api/password-reset/confirm', { method: 'POST', body: { token, password } })
      setState('done')
    } catch (error) {
      setState('asking')
      setRefused((last) => ({ error, attempt: last.attempt + 1 }))
    }
  }
  if (state === 'done') {
    return (
      <Notice tone="ok" title="Your password is new" actions={<Button asChild variant="primary"><Link href="/sign-in">Sign in</Link></Button>}>
        You were signed out everywhere.
      </Notice>
    )
  }
  if (!isGood || (refused.error instanceof ApiError && refused.error.status === 404)) {
    return (
      <Notice tone="warn" title="This link is not valid any more" actions={<Button asChild><Link href="/forgot-password">Ask for a new one</Link></Button>}>
        A link works once, and for an hour.
      </Notice>
    )
  }
  const fieldError = fieldMessage(refused.error, '/password')
  const other = refused.error && !fieldError ? [{ message: refused.error instanceof Error ? refused.error.message : 'It did not work. Try again.' }] : []
  return (
    <form onSubmit={submit} className="space-y-4">
      <h1 className="text-title">Choose a new password</h1>
      <ErrorSummary title="Your password is as it was" errors={other} attempt={refused.attempt} />
      <Field label="New password" hint="At least 8 characters." error={fieldError}>
        <PasswordInput autoComplete="new-password" required minLength={8} value={password} onChange={(event) => setPassword(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" className="w-full" loading={state === 'sending'}>Set password</Button>
    </form>
  )
}
