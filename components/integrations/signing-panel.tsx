'use client'

import { CodeXml } from 'lucide-react'
import { useState } from 'react'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import type { IntegrationView } from '@/lib/contracts/integration'
import { secretText } from './destination-panel'
import { signingWords } from './integration-words'

const VerificationDialog = lazyDialog(() => import('./verification-dialog').then((module) => module.VerificationDialog))
const RotateDialog = lazyDialog(() => import('./rotate-dialog').then((module) => module.RotateDialog))

export function SigningPanel({ integration }: { integration: IntegrationView }) {
  const [rotating, setRotating] = useState(false)
  const [verifying, setVerifying] = useState(false)
  const canEdit = useCanEdit()
  const { scheme, header, secret } = integration.signing
  const rotate = scheme !== 'none' && canEdit && <Button size="sm" onClick={() => setRotating(true)}>Rotate secret</Button>
  return (
    <Panel title="Signing" actions={rotate}>
      <dl className="space-y-2.5 text-13 [&_dt]:text-ink-faint">
        <div>
          <dt>Scheme</dt>
          <dd>{signingWords[scheme]}{header && <>: <code>{header}</code></>}</dd>
        </div>
        {scheme !== 'none' && (
          <div><dt>Secret</dt><dd>{typeof secret === 'object' ? secretText(secret) : 'not set'}</dd></div>
        )}
      </dl>
      {scheme !== 'none' && (
        <Button size="sm" className="mt-3" onClick={() => setVerifying(true)}><CodeXml />Code for the receiver</Button>
      )}
      <VerificationDialog integration={integration} open={verifying} onOpenChange={setVerifying} />
      <RotateDialog integration={integration} open={rotating} onOpenChange={setRotating} />
    </Panel>
  )
}
