'use client'

import { useId, useState, type FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Textarea } from '@/components/ui/textarea'
import { ApiError, fieldMessage } from '@/lib/api-client/api-error'
import type { PortfolioView } from '@/lib/contracts/scorecard'
import { usePortfolio, useSavePortfolio } from './use-portfolios'

interface PortfolioDialogProps {
  open: boolean
  portfolio: PortfolioView | 'new' | null
  onClose: () => void
}

export function PortfolioDialog({ open, portfolio, onClose }: PortfolioDialogProps) {
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      {portfolio === 'new' && <PortfolioForm id={null} start={{ name: '', description: '', members: '' }} onClose={onClose} />}
      {portfolio !== null && portfolio !== 'new' && <Existing id={portfolio.id} onClose={onClose} />}
    </Dialog>
  )
}

function Existing({ id, onClose }: { id: string; onClose: () => void }) {
  const { data } = usePortfolio(id)
  if (!data) return <DialogContent title="Edit portfolio"><SkeletonRows label="Loading the portfolio" rows={4} /></DialogContent>
  const members = data.members.map(({ domain }) => domain).join('\n')
  return <PortfolioForm key={data.updatedAt} id={id} start={{ name: data.name, description: data.description ?? '', members }} onClose={onClose} />
}

interface FormProps {
  id: string | null
  start: { name: string; description: string; members: string }
  onClose: () => void
}

const toMembers = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

function PortfolioForm({ id, start, onClose }: FormProps) {
  const formId = useId()
  const [form, setForm] = useState(start)
  const save = useSavePortfolio()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { name, description, members } = form
    save.mutate({ id, name, description: description.trim() || null, members: toMembers(members) }, { onSuccess: onClose })
  }
  const nameError = fieldMessage(save.error, '/name')
  const unknown = save.error instanceof ApiError ? save.error.errors.filter(({ pointer }) => pointer.startsWith('/members/')) : []
  const membersError = unknown.length > 0 && `Not among the scorecards: ${unknown.map(({ pointer }) => toMembers(form.members)[Number(pointer.slice(9))]).join(', ')}`
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button type="submit" form={formId} variant="primary" loading={save.isPending}>{id === null ? 'Create portfolio' : 'Save'}</Button>
    </>
  )
  return (
    <DialogContent title={id === null ? 'Create portfolio' : 'Edit portfolio'} footer={footer}>
      <form id={formId} onSubmit={submit} className="space-y-4" noValidate>
        <ErrorSummary title="The portfolio was not saved" errors={save.error && !nameError && !membersError ? [{ message: save.error.message }] : []} />
        <Field label="Name" error={nameError} required>
          <Input value={form.name} maxLength={200} autoComplete="off" onChange={(event) => setForm({ ...form, name: event.target.value })} />
        </Field>
        <Field label="Description" optional>
          <Input value={form.description} maxLength={1000} autoComplete="off" onChange={(event) => setForm({ ...form, description: event.target.value })} />
        </Field>
        <Field label="Scorecards" error={membersError || undefined} hint="Domains, one a line.">
          <Textarea rows={8} spellCheck={false} value={form.members} onChange={(event) => setForm({ ...form, members: event.target.value })} />
        </Field>
      </form>
    </DialogContent>
  )
}
