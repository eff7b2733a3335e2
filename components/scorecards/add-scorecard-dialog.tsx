'use client'

import { useId, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { fieldMessage } from '@/lib/api-client/api-error'
import { ScorecardFields, toScorecardFields, type ScorecardForm } from './scorecard-fields'
import { useCreateScorecard } from './use-scorecards'

export function AddScorecardDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return <Dialog open={open} onOpenChange={(next) => !next && onClose()}>{open && <Creation onClose={onClose} />}</Dialog>
}

function Creation({ onClose }: { onClose: () => void }) {
  const formId = useId()
  const create = useCreateScorecard()
  const [domain, setDomain] = useState('')
  const [followed, setFollowed] = useState(true)
  const [form, setForm] = useState<ScorecardForm>({ name: '', kind: 'vendor', tier: '', labels: '' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ domain, followed, ...toScorecardFields(form) }, {
      onSuccess: (view) => {
        toast.success(`${view.domain} is watched now.`)
        onClose()
      },
    })
  }
  const domainError = fieldMessage(create.error, '/domain')
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button type="submit" form={formId} variant="primary" loading={create.isPending}>Add scorecard</Button>
    </>
  )
  return (
    <DialogContent title="Add scorecard" footer={footer}>
      <form id={formId} onSubmit={submit} className="space-y-4" noValidate>
        <ErrorSummary title="The scorecard was not added" errors={create.error && !domainError ? [{ message: create.error.message }] : []} />
        <Field label="Domain or IP address" error={domainError} required>
          <Input value={domain} autoComplete="off" spellCheck={false} placeholder="example.com" onChange={(event) => setDomain(event.target.value)} />
        </Field>
        <ScorecardFields form={form} onChange={setForm} />
        <Checkbox checked={followed} onCheckedChange={(checked) => setFollowed(checked === true)} label="Follow it" />
      </form>
    </DialogContent>
  )
}
