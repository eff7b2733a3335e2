'use client'

import { useId, useState, type FormEvent } from 'react'
import { codeMessage } from '@/components/auth/sign-in'
import { Button } from '@/components/ui/button'
import { DialogClose, DialogContent } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { OnceSecret } from '@/components/ui/once-secret'
import { BackupCodes } from './backup-codes'
import { PasswordDialog } from './password-dialog'
import { QrCode } from './qr-code'
import { useConfirmSecondFactor, useEnableSecondFactor } from './use-security'

/** Password → key, as a picture and as text → a first code → backup codes. It is on with the first right code. */
export function SetUpSecondFactor() {
  const enable = useEnableSecondFactor()
  const confirm = useConfirmSecondFactor()
  if (!enable.data) {
    return (
      <PasswordDialog
        title="Set up the second step" description="First your password, so that nobody else does this on your screen."
        confirmLabel="Continue" action={enable} onSubmit={(password) => enable.mutate(password)}
      />
    )
  }
  if (confirm.isSuccess) return <BackupCodes codes={enable.data.backupCodes} />
  return <Confirmation uri={enable.data.totpURI} confirm={confirm} />
}

function Confirmation({ uri, confirm }: { uri: string; confirm: ReturnType<typeof useConfirmSecondFactor> }) {
  const formId = useId()
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm.mutate(code.trim())
  }
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button type="submit" form={formId} variant="primary" loading={confirm.isPending}>Switch on</Button>
    </>
  )
  return (
    <DialogContent
      title="Set up the second step"
      description="Scan the picture with an authenticator app, or type the key into it. Then enter the code that it shows."
      footer={footer}
      className="max-w-md"
      keepOpen
    >
      <form id={formId} onSubmit={submit} className="space-y-4">
        <QrCode text={uri} label="Key for the authenticator app" />
        <OnceSecret value={new URL(uri).searchParams.get('secret') ?? ''} label="Key" />
        <Field label="Code" hint="Six digits." error={confirm.error ? codeMessage(confirm.error) : undefined}>
          <Input required inputMode="numeric" autoComplete="one-time-code" maxLength={10} className="max-w-32" value={code} onChange={(event) => setCode(event.target.value)} />
        </Field>
      </form>
    </DialogContent>
  )
}
