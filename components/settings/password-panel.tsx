'use client'

import { useState, type FormEvent } from 'react'
import { PasswordInput } from '@/components/auth/password-input'
import { useSession } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { fieldMessage } from '@/lib/api-client/api-error'
import { useChangePassword } from './use-security'

export function PasswordPanel() {
  const { user } = useSession()
  const change = useChangePassword()
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ currentPassword, newPassword }, { onSuccess: () => { setCurrent(''); setNew('') } })
  }
  const errors = { current: fieldMessage(change.error, '/currentPassword'), fresh: fieldMessage(change.error, '/newPassword') }
  const other = change.error && !errors.current && !errors.fresh ? [{ message: change.error.message }] : []
  return (
    <Panel title="Password" description="Changing it signs you out everywhere else.">
      <form onSubmit={submit} className="max-w-sm space-y-4">
        <ErrorSummary title="Your password is as it was" errors={other} attempt={change.failureCount} />
        <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
        <Field label="Current password" error={errors.current}>
          <PasswordInput autoComplete="current-password" required value={currentPassword} onChange={(event) => setCurrent(event.target.value)} />
        </Field>
        <Field label="New password" hint="At least 8 characters." error={errors.fresh}>
          <PasswordInput autoComplete="new-password" required minLength={8} value={newPassword} onChange={(event) => setNew(event.target.value)} />
        </Field>
        <Button type="submit" loading={change.isPending}>Change password</Button>
      </form>
    </Panel>
  )
}
