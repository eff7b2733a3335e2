'use client'

import { Menu } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { Sheet, SheetContent, SheetTrigger } from '@/components/ui/sheet'
import { useSession } from './session-context'
import { Sidebar } from './sidebar'

export function MobileBar() {
  const [open, setOpen] = useState(false)
  const { workspace } = useSession()
  return (
    <div className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b bg-panel px-2 lg:hidden">
      <Sheet open={open} onOpenChange={setOpen}>
        <SheetTrigger asChild>
          <IconButton label="Open the menu"><Menu /></IconButton>
        </SheetTrigger>
        <SheetContent side="left" title="Menu" className="w-64 [&>div:last-child]:p-0">
          <Sidebar onNavigate={() => setOpen(false)} />
        </SheetContent>
      </Sheet>
      <span className="min-w-0 truncate font-semibold">{workspace.name}</span>
    </div>
  )
}
