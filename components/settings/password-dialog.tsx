'use client'

import { useId, useState, type FormEvent } from 'react'
import { PasswordInput } from '@/components/auth/password-input'
import { Button } from '@/components/ui/button'
import { DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { ApiError } from '@/lib/api-client/api-error'

interface PasswordDialogProps {
  title: string
  description: string
  confirmLabel: string
  destructive?: boolean
  action: { isPending: boolean; error: Error | null }
  onSubmit: (password: string) => void
}

const messageOf = (error: Error | null): string | undefined => {
  if (!error) return undefined
  return error instanceof ApiError && error.code === 'INVALID_PASSWORD' ? 'Is not your password.' : error.message
}

/** Asks for the own password before something that a stolen session must not be able to do. */
export function PasswordDialog({ title, description, confirmLabel, destructive, action, onSubmit }: PasswordDialogProps) {
  const formId = useId()
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(password)
  }
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button type="submit" form={formId} variant={destructive ? 'danger' : 'primary'} loading={action.isPending}>{confirmLabel}</Button>
    </>
  )
  return (
    <DialogContent title={title} description={description} footer={footer} className="max-w-md">
      <form id={formId} onSubmit={submit}>
        <Field label="Your password" error={messageOf(action.error)}>
          <PasswordInput autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
        </Field>
      </form>
    </DialogContent>
  )
}
