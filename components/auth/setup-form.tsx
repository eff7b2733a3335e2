'use client'

import { useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { ApiError, fieldMessage } from '@/lib/api-client/api-error'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { AlreadySetUp } from './already-set-up'
import { PasswordInput } from './password-input'
import { signIn } from './sign-in'

const fields = [
  { name: 'workspaceName', label: 'Workspace', hint: 'Usually your company. Integrations and members belong to it.', autoComplete: 'organization' },
  { name: 'name', label: 'Your name', autoComplete: 'name' },
  { name: 'email', label: 'Email', type: 'email', autoComplete: 'username' },
] as const

const empty = { workspaceName: '', name: '', email: '', password: '' }

/** The first owner and workspace; reachable only with the token that was printed at first start. */
export function SetupForm({ token }: { token: string }) {
  const [values, setValues] = useState(empty)
  const [refused, setRefused] = useState<{ error: unknown; attempt: number }>({ error: null, attempt: 0 })
  const [sending, setSending] = useState(false)
  const set = (name: keyof typeof empty, value: string) => setValues((last) => ({ ...last, [name]: value }))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    try {
      await apiFetch('/api/setup', { method: 'POST', body: { token, ...values } })
      await signIn(values.email.trim(), values.password)
      window.location.assign('/')
    } catch (error) {
      setSending(false)
      setRefused((last) => ({ error, attempt: last.attempt + 1 }))
    }
  }

  if (refused.error instanceof ApiError && refused.error.status === 409) return <AlreadySetUp />
  if (!token) return <NoToken />
  return (
    <form onSubmit={submit} className="space-y-4">
      <div>
        <h1 className="text-title">Set up Hookwright</h1>
        <p className="text-ink-soft">You become the owner of the first workspace.</p>
      </div>
      <ErrorSummary title="Not set up yet" errors={summary(refused.error)} attempt={refused.attempt} />
      {fields.map(({ name, label, autoComplete, ...rest }) => (
        <Field key={name} id={name} label={label} hint={'hint' in rest ? rest.hint : undefined} error={fieldMessage(refused.error, `/${name}`)}>
          <Input
            type={'type' in rest ? rest.type : 'text'}
            autoComplete={autoComplete}
            required
            value={values[name]}
            onChange={(event) => set(name, event.target.value)}
          />
        </Field>
      ))}
      <Field id="password" label="Password" hint="At least 8 characters." error={fieldMessage(refused.error, '/password')}>
        <PasswordInput
          autoComplete="new-password"
          required
          minLength={8}
          value={values.password}
          onChange={(event) => set('password', event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" className="w-full" loading={sending}>Set up and sign in</Button>
    </form>
  )
}

function summary(error: unknown) {
  if (!error) return []
  if (!(error instanceof ApiError)) return [{ message: 'Setting up did not work. Try again.' }]
  if (error.status === 403) return [{ message: 'The set-up link is not valid. Use the one that was printed at first start.' }]
  const known = error.errors.filter((entry) => entry.pointer.slice(1) in empty)
  if (known.length === 0) return [{ message: error.message }]
  return known.map((entry) => ({ fieldId: entry.pointer.slice(1), message: entry.message }))
}

function NoToken() {
  return (
    <Notice tone="warn" title="The set-up link is incomplete">
      Open the link that was printed in the terminal at first start; it carries a token.
    </Notice>
  )
}
