'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useSession } from '@/components/frame/session-context'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { toast } from '@/components/ui/toast'
import { BackupCodes } from './backup-codes'
import { PasswordDialog } from './password-dialog'
import { SetUpSecondFactor } from './set-up-second-factor'
import { useDisableSecondFactor, useNewBackupCodes } from './use-security'

type Doing = 'set-up' | 'codes' | 'disable' | null

/** Whether signing in asks for a code from an app too. */
export function SecondFactorPanel() {
  const { user } = useSession()
  const router = useRouter()
  const [doing, setDoing] = useState<Doing>(null)
  const close = () => {
    setDoing(null)
    router.refresh() // whether it is on comes with the page
  }
  const on = user.twoFactorEnabled
  const actions = on
    ? <><Button onClick={() => setDoing('codes')}>New backup codes</Button><Button variant="danger-quiet" onClick={() => setDoing('disable')}>Switch off</Button></>
    : <Button variant="primary" onClick={() => setDoing('set-up')}>Set up</Button>
  return (
    <Panel
      title={<span className="flex items-center gap-2">Second step<Badge tone={on ? 'ok' : 'off'}>{on ? 'On' : 'Off'}</Badge></span>}
      description="Signing in asks for a code from an authenticator app, after the password."
      actions={<div className="flex flex-wrap gap-2">{actions}</div>}
    >
      <p className="text-ink-soft">
        {on
          ? 'Without your phone, one of the backup codes lets you in. Without both, the operator of this server can help.'
          : 'Whoever learns your password cannot sign in with it alone then.'}
      </p>
      <Dialog open={doing !== null} onOpenChange={(open) => !open && close()}>
        {doing === 'set-up' && <SetUpSecondFactor />}
        {doing === 'codes' && <RenewCodes />}
        {doing === 'disable' && <Disable onDone={close} />}
      </Dialog>
    </Panel>
  )
}

function RenewCodes() {
  const renew = useNewBackupCodes()
  if (renew.data) return <BackupCodes codes={renew.data.backupCodes} />
  return <PasswordDialog title="New backup codes" description="The ones you have stop working." confirmLabel="Make new codes" action={renew} onSubmit={(password) => renew.mutate(password)} />
}

function Disable({ onDone }: { onDone: () => void }) {
  const disable = useDisableSecondFactor()
  const submit = (password: string) => disable.mutate(password, {
    onSuccess: () => {
      toast.success('The second step is off.')
      onDone()
    },
  })
  return <PasswordDialog title="Switch off the second step" description="The password alone lets you in then." confirmLabel="Switch off" destructive action={disable} onSubmit={submit} />
}
