'use client'

import { useId, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { fieldMessage } from '@/lib/api-client/api-error'
import { useCreateWorkspace } from './use-workspaces'

export function CreateWorkspaceDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <Creation />}
    </Dialog>
  )
}

function Creation() {
  const formId = useId()
  const create = useCreateWorkspace()
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(name.trim() === '')
    if (name.trim() !== '') create.mutate(name.trim())
  }
  const error = missing ? 'Give it a name.' : fieldMessage(create.error, '/name') ?? create.error?.message
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button type="submit" form={formId} variant="primary" loading={create.isPending || create.isSuccess}>Create workspace</Button>
    </>
  )
  return (
    <DialogContent title="Create workspace" description="You become its owner. Integrations, keys and members of other workspaces stay where they are." footer={footer}>
      <form id={formId} onSubmit={submit} noValidate>
        <Field label="Name" error={error} required>
          <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={100} autoComplete="organization" />
        </Field>
      </form>
    </DialogContent>
  )
}
