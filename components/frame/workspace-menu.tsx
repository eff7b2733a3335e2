'use client'

import { Check, ChevronDown, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator, DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { useSession } from './session-context'
import { useOwnWorkspaces, useSwitchWorkspace } from './use-workspaces'
import { WorkspaceMark } from './workspace-mark'

const CreateWorkspaceDialog = lazyDialog(() => import('./create-workspace-dialog').then((module) => module.CreateWorkspaceDialog))

/** Which workspace this is, and the way to the others. */
export function WorkspaceMenu() {
  const { workspace } = useSession()
  const [open, setOpen] = useState(false)
  const [creating, setCreating] = useState(false)
  const { data = [] } = useOwnWorkspaces(open)
  const change = useSwitchWorkspace()
  return (
    <>
      <DropdownMenu onOpenChange={setOpen}>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" className="h-10 min-w-0 flex-1 justify-start gap-2 px-2 text-ink">
            <WorkspaceMark name={workspace.name} />
            <span className="sr-only">Workspace </span>
            <span className="min-w-0 truncate font-semibold">{workspace.name}</span>
            <ChevronDown aria-hidden className="ml-auto text-ink-faint" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="w-52">
          <DropdownMenuLabel>Workspaces</DropdownMenuLabel>
          {data.map((own) => (
            <DropdownMenuItem key={own.id} disabled={change.isPending} onSelect={() => own.id !== workspace.id && change.mutate(own)}>
              <span className="min-w-0 flex-1 truncate">{own.name}</span>
              {own.id === workspace.id && <Check aria-label="This one" />}
            </DropdownMenuItem>
          ))}
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => setCreating(true)}><Plus />Create workspace</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <CreateWorkspaceDialog open={creating} onOpenChange={setCreating} />
    </>
  )
}
