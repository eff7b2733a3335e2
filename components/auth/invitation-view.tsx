'use client'

import Link from 'next/link'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { ApiError, fieldMessage } from '@/lib/api-client/api-error'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { PasswordInput } from './password-input'
import { signIn } from './sign-in'
import { SignOutButton } from './sign-out-button'

interface Invitation {
  email: string
  role: string
  workspaceName: string
  hasAccount: boolean
}

interface InvitationViewProps {
  token: string
  /** Null for a link that is not (or no longer) good. */
  invitation: Invitation | null
  signedInAs: string | null
}

/** The page behind an invitation's link: for somebody new, for somebody with an account, and for somebody else. */
export function InvitationView({ token, invitation, signedInAs }: InvitationViewProps) {
  if (!invitation) {
    return (
      <Notice tone="warn" title="This invitation is not valid any more" actions={<Button asChild><Link href="/sign-in">Sign in</Link></Button>}>
        It was used or revoked, or is older than seven days. Ask for a new one.
      </Notice>
    )
  }
  return (
    <div className="space-y-4">
      <div>
        <h1 className="text-title break-words">Join {invitation.workspaceName}</h1>
        <p className="break-words text-ink-soft">You are invited as {invitation.role}, with the address {invitation.email}.</p>
      </div>
      <Acceptance token={token} invitation={invitation} signedInAs={signedInAs} />
    </div>
  )
}

function Acceptance({ token, invitation, signedInAs }: InvitationViewProps & { invitation: Invitation }): ReactNode {
  const { email, hasAccount } = invitation
  if (signedInAs?.toLowerCase() === email) return <JoinForm token={token} />
  if (signedInAs !== null) {
    return <Notice tone="warn" title={`You are signed in as ${signedInAs}`} actions={<SignOutButton />}>The invitation is for {email}. Sign out to accept it.</Notice>
  }
  if (!hasAccount) return <NewcomerForm token={token} email={email} />
  return <Button asChild variant="primary" className="w-full"><Link href={`/sign-in?next=${encodeURIComponent(`/invitation/${token}`)}`}>Sign in to accept</Link></Button>
}

interface Refused {
  error: unknown
  attempt: number
}

const nothing: Refused = { error: null, attempt: 0 }

function useAccepting() {
  const [refused, setRefused] = useState(nothing)
  const [sending, setSending] = useState(false)
  const accept = async (event: FormEvent, run: () => Promise<void>) => {
    event.preventDefault()
    setSending(true)
    try {
      await run()
      window.location.assign('/')
    } catch (error) {
      setSending(false)
      setRefused((last) => ({ error, attempt: last.attempt + 1 }))
    }
  }
  return { refused, sending, accept }
}

const summary = ({ error }: Refused) => {
  if (!error) return []
  if (!(error instanceof ApiError)) return [{ message: 'It did not work. Try again.' }]
  return error.errors.length > 0 ? [] : [{ message: error.message }]
}

const post = (body: object) => apiFetch<void>('/api/invitation', { method: 'POST', body })

function JoinForm({ token }: { token: string }) {
  const { refused, sending, accept } = useAccepting()
  return (
    <form onSubmit={(event) => void accept(event, () => post({ token }))} className="space-y-4">
      <ErrorSummary title="You have not joined" errors={summary(refused)} attempt={refused.attempt} />
      <Button type="submit" variant="primary" className="w-full" loading={sending}>Accept invitation</Button>
    </form>
  )
}

function NewcomerForm({ token, email }: { token: string; email: string }) {
  const { refused, sending, accept } = useAccepting()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const join = async () => {
    await post({ token, name, password })
    await signIn(email, password)
  }
  return (
    <form onSubmit={(event) => void accept(event, join)} className="space-y-4">
      <ErrorSummary title="You have not joined" errors={summary(refused)} attempt={refused.attempt} />
      <Field label="Email"><Input type="email" autoComplete="username" value={email} readOnly /></Field>
      <Field label="Your name" error={fieldMessage(refused.error, '/name')}>
        <Input autoComplete="name" required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Password" hint="At least 8 characters." error={fieldMessage(refused.error, '/password')}>
        <PasswordInput autoComplete="new-password" required minLength={8} value={password} onChange={(event) => setPassword(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" className="w-full" loading={sending}>Join</Button>
    </form>
  )
}
