'use client'

import { Menu } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { Sheet } from '@/components/ui/sheet'
import { useSession } from './session-context'
import { Sidebar } from './sidebar'

export function MobileBar() {
  const [open, setOpen] = useState(false)
  const { workspace } = useSession()
  return (
    <div className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b bg-panel px-2 lg:hidden">
      <IconButton label="Open the menu" aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)}><Menu /></IconButton>
      <Sheet open={open} onOpenChange={setOpen} title="Menu" className="w-64">
        <Sidebar onNavigate={() => setOpen(false)} />
      </Sheet>
      <span className="min-w-0 truncate font-semibold">{workspace.name}</span>
    </div>
  )
}
