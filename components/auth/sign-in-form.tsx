'use client'

import Link from 'next/link'
import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { CodeForm } from './code-form'
import { PasswordInput } from './password-input'
import { signIn, signInMessage } from './sign-in'

/** Password, and a code where the account asks for one. */
export function SignInForm({ next }: { next: string }) {
  const [asksCode, setAsksCode] = useState(false)
  return asksCode
    ? <CodeForm next={next} onStartAgain={() => setAsksCode(false)} />
    : <PasswordForm next={next} onAskCode={() => setAsksCode(true)} />
}

function PasswordForm({ next, onAskCode }: { next: string; onAskCode: () => void }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [refusal, setRefusal] = useState({ message: '', attempt: 0 })
  const [sending, setSending] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    try {
      const { twoFactorRedirect } = await signIn(email.trim(), password)
      if (twoFactorRedirect) onAskCode()
      else window.location.assign(next)
    } catch (error) {
      setSending(false)
      setRefusal((last) => ({ message: signInMessage(error), attempt: last.attempt + 1 }))
    }
  }

  return (
    <form onSubmit={submit} className="space-y-4">
      <h1 className="text-title">Sign in</h1>
      <ErrorSummary
        title="You are not signed in"
        errors={refusal.message ? [{ message: refusal.message }] : []}
        attempt={refusal.attempt}
      />
      <Field label="Email">
        <Input type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
      <Field label="Password">
        <PasswordInput autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" className="w-full" loading={sending}>Sign in</Button>
      <p><Link href="/forgot-password" className="text-13 text-accent underline-offset-4 hover:underline">Forgot your password?</Link></p>
    </form>
  )
}
