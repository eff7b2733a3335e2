'use client'

import { useId, type ReactNode } from 'react'
import { cn } from './cn'
import { CloseButton, Dialog } from './dialog'
import { ModalLayer } from './modal-layer'

interface SheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  className?: string
  children: ReactNode
}

/** A modal panel from the left: the menu on phones. */
export function Sheet({ open, onOpenChange, title, className, children }: SheetProps) {
  const id = useId()
  if (!open) return null
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <ModalLayer
        labelledBy={id} onClose={() => onOpenChange(false)} closeOutside
        className={cn('m-0 h-dvh max-h-none w-[min(32rem,calc(100vw-2.5rem))] animate-slide-right', className)}
      >
        <div className="flex min-h-14 items-center gap-2 border-b px-4 py-2">
          <h2 id={id} className="min-w-0 flex-1 truncate text-16 font-semibold">{title}</h2>
          <CloseButton />
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      </ModalLayer>
    </Dialog>
  )
}
