'use client'

import Link from 'next/link'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { signInMessage } from './sign-in'

const toSignIn = <Button asChild><Link href="/sign-in">Back to sign-in</Link></Button>

/** Asks for a link by mail. What it says is the same whether or not there is an account. */
export function ForgotPasswordForm({ canMail }: { canMail: boolean }) {
  const [email, setEmail] = useState('')
  const [state, setState] = useState<'asking' | 'sending' | 'sent'>('asking')
  const [refusal, setRefusal] = useState({ message: '', attempt: 0 })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setState('sending')
    try {
      await apiFetch<void>('/api/password-reset', { method: 'POST', body: { email: email.trim() } })
      setState('sent')
    } catch (error) {
      setState('asking')
      setRefusal((last) => ({ message: signInMessage(error), attempt: last.attempt + 1 }))
    }
  }
  if (!canMail) {
    return (
      <Notice tone="info" title="This server sends no mail" actions={toSignIn}>
        Ask its operator for a new password: <code>npm run admin:reset-password</code> makes a link for you.
      </Notice>
    )
  }
  if (state === 'sent') {
    return (
      <Notice tone="ok" title="Look into your mail" actions={toSignIn}>
        If there is an account for {email.trim()}, a link to a new password is on its way. It works once and for an hour.
      </Notice>
    )
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <div>
        <h1 className="text-title">Forgot your password?</h1>
        <p className="text-ink-soft">You get a link by mail, with which you choose a new one.</p>
      </div>
      <ErrorSummary title="No link was asked for" errors={refusal.message ? [{ message: refusal.message }] : []} attempt={refusal.attempt} />
      <Field label="Email">
        <Input type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" className="w-full" loading={state === 'sending'}>Send me a link</Button>
      <p><Link href="/sign-in" className="text-13 text-accent underline-offset-4 hover:underline">Back to sign-in</Link></p>
    </form>
  )
}
