'use client'

import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { codeMessage, signInWithCode, type CodeKind } from './sign-in'

const words: Record<CodeKind, { label: string; hint: string; other: string }> = {
  totp: { label: 'Code', hint: 'Six digits from your authenticator app.', other: 'Use a backup code' },
  'backup-code': { label: 'Backup code', hint: 'One of the codes you kept. Each works once.', other: 'Use the app’s code' },
}

/** The second step of signing in: a code from the app, or one of those that were kept. */
export function CodeForm({ next, onStartAgain }: { next: string; onStartAgain: () => void }) {
  const [kind, setKind] = useState<CodeKind>('totp')
  const [code, setCode] = useState('')
  const [refusal, setRefusal] = useState({ message: '', attempt: 0 })
  const [sending, setSending] = useState(false)
  const { label, hint, other } = words[kind]
  const input = useRef<HTMLInputElement>(null)
  // The button that led here is gone, and this is the only thing to do.
  useEffect(() => void input.current?.focus(), [kind])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    try {
      await signInWithCode(kind, code.trim())
      window.location.assign(next)
    } catch (error) {
      setSending(false)
      setCode('')
      setRefusal((last) => ({ message: codeMessage(error), attempt: last.attempt + 1 }))
    }
  }
  const switchKind = () => {
    setKind(kind === 'totp' ? 'backup-code' : 'totp')
    setCode('')
    setRefusal({ message: '', attempt: 0 })
  }

  return (
    <form onSubmit={submit} className="space-y-4">
      <h1 className="text-title">One more step</h1>
      <ErrorSummary title="You are not signed in" errors={refusal.message ? [{ message: refusal.message }] : []} attempt={refusal.attempt} />
      <Field label={label} hint={hint}>
        <Input
          key={kind}
          ref={input}
          required
          autoComplete={kind === 'totp' ? 'one-time-code' : 'off'}
          inputMode={kind === 'totp' ? 'numeric' : 'text'}
          spellCheck={false}
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" className="w-full" loading={sending}>Sign in</Button>
      <div className="flex flex-wrap gap-x-4 gap-y-2 text-13">
        <Button variant="link" onClick={switchKind}>{other}</Button>
        <Button variant="link" onClick={onStartAgain}>Start again</Button>
      </div>
    </form>
  )
}
