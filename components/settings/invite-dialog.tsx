'use client'

import { useId, useState, type FormEvent } from 'react'
import { useSession } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { fieldMessage } from '@/lib/api-client/api-error'
import type { Role } from '@/lib/contracts/member'
import { InvitationLink } from './invitation-link'
import { rolesToGive, roleWords } from './role-words'
import { useInvite } from './use-members'

export function InviteDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <Inviting />}
    </Dialog>
  )
}

/** The link lives in this component only, and is gone when the dialog closes. */
function Inviting() {
  const invite = useInvite()
  return invite.data ? <InvitationLink made={invite.data} /> : <InviteForm invite={invite} />
}

function InviteForm({ invite }: { invite: ReturnType<typeof useInvite> }) {
  const formId = useId()
  const { role: own } = useSession()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(email.trim() === '')
    if (email.trim() !== '') invite.mutate({ email: email.trim(), role })
  }
  const emailError = missing ? 'Whom do you want to invite?' : fieldMessage(invite.error, '/email')
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button type="submit" form={formId} variant="primary" loading={invite.isPending}>Invite</Button>
    </>
  )
  return (
    <DialogContent title="Invite somebody" description="They get a link, with which they choose a name and a password or sign in." footer={footer}>
      <form id={formId} onSubmit={submit} className="space-y-4" noValidate>
        <ErrorSummary title="Nobody was invited" errors={invite.error && !emailError ? [{ message: invite.error.message }] : []} attempt={invite.failureCount} />
        <Field label="Email" error={emailError} required>
          <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} autoComplete="off" />
        </Field>
        <Field label="Role" hint={roleWords[role].may}>
          <Select
            value={role}
            options={rolesToGive(own).map((value) => ({ value, label: roleWords[value].label }))}
            onValueChange={(value) => setRole(rolesToGive(own).find((one) => one === value) ?? role)}
          />
        </Field>
      </form>
    </DialogContent>
  )
}
