'use client'

import { useId, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field, FieldError, FieldGroup } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { OnceSecret } from '@/components/ui/once-secret'
import { fieldMessage } from '@/lib/api-client/api-error'
import type { Scope } from '@/lib/contracts/api-key'
import { scopes, scopeWords } from './scope-words'
import { useCreateApiKey } from './use-api-keys'

export function CreateKeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <Creation />}
    </Dialog>
  )
}

/** The key lives in this component only, and is gone when the dialog closes. */
function Creation() {
  const create = useCreateApiKey()
  if (create.data) {
    return (
      <DialogContent
        title="Copy the API key"
        description="It is shown only this once. Keep it where your program reads its secrets."
        footer={<DialogClose asChild><Button variant="primary">I have copied it</Button></DialogClose>}
        keepOpen
      >
        <OnceSecret value={create.data.key} label="API key" />
      </DialogContent>
    )
  }
  return <KeyForm create={create} />
}

function KeyForm({ create }: { create: ReturnType<typeof useCreateApiKey> }) {
  const formId = useId()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Scope[]>(['events:write'])
  const [problems, setProblems] = useState<{ name?: string; scopes?: string }>({})
  const toggle = (scope: Scope, on: boolean) => setChosen(on ? [...chosen, scope] : chosen.filter((each) => each !== scope))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = {
      name: name.trim() === '' ? 'Give it a name, so that you know later which program uses it.' : undefined,
      scopes: chosen.length === 0 ? 'Choose at least one.' : undefined,
    }
    setProblems(found)
    if (!found.name && !found.scopes) create.mutate({ name: name.trim(), scopes: [...chosen] })
  }
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button type="submit" form={formId} variant="primary" loading={create.isPending}>Create API key</Button>
    </>
  )
  const nameError = problems.name ?? fieldMessage(create.error, '/name')
  const scopesError = problems.scopes ?? fieldMessage(create.error, '/scopes')
  const other = create.error && !nameError && !scopesError ? [{ message: create.error.message }] : []
  return (
    <DialogContent title="Create API key" footer={footer}>
      <form id={formId} onSubmit={submit} className="space-y-4" noValidate>
        <ErrorSummary title="The key was not made" errors={other} />
        <Field label="Name" error={nameError} hint="For example the program that will use it." required>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={100} autoComplete="off" />
        </Field>
        <FieldGroup legend="It may">
          {scopesError && <FieldError>{scopesError}</FieldError>}
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              checked={chosen.includes(scope)}
              onCheckedChange={(checked) => toggle(scope, checked === true)}
              label={<>{scopeWords[scope]} <code className="text-12 text-ink-faint">{scope}</code></>}
            />
          ))}
        </FieldGroup>
      </form>
    </DialogContent>
  )
}
