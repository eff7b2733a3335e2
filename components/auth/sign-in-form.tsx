'use client'

import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PasswordInput } from './password-input'
import { signIn, signInMessage } from './sign-in'

export function SignInForm({ next }: { next: string }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [refusal, setRefusal] = useState({ message: '', attempt: 0 })
  const [sending, setSending] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    try {
      await signIn(email.trim(), password)
      window.location.assign(next)
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
    </form>
  )
}
