'use client'

import { Copy, Ellipsis, History } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import type { IntegrationView } from '@/lib/contracts/integration'

const CloneDialog = lazyDialog(() => import('./clone-dialog').then((module) => module.CloneDialog))
const ReplayDialog = lazyDialog(() => import('./replay-dialog').then((module) => module.ReplayDialog))

/** What is done with an integration now and then. */
export function IntegrationMenu({ integration }: { integration: IntegrationView }) {
  const [open, setOpen] = useState<'clone' | 'replay' | null>(null)
  const onOpenChange = (isOpen: boolean) => !isOpen && setOpen(null)
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" aria-label="More actions" className="w-8 px-0 pointer-coarse:w-11"><Ellipsis /></Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setOpen('clone')}><Copy />Clone…</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setOpen('replay')}><History />Replay skipped events…</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <CloneDialog integration={integration} open={open === 'clone'} onOpenChange={onOpenChange} />
      <ReplayDialog integration={integration} open={open === 'replay'} onOpenChange={onOpenChange} />
    </>
  )
}
