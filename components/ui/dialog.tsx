'use client'

import { X } from 'lucide-react'
import { createContext, use, useId, type ReactNode } from 'react'
import { cn } from './cn'
import { Button } from './button'
import { ModalLayer } from './modal-layer'
import { Slot } from './slot'

interface DialogState {
  open: boolean
  close: () => void
}

export const DialogContext = createContext<DialogState>({ open: false, close: () => {} })

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
}

export function Dialog({ open, onOpenChange, children }: DialogProps) {
  return <DialogContext value={{ open, close: () => onOpenChange(false) }}>{children}</DialogContext>
}

/** Its child is a button that closes the dialog. */
export function DialogClose({ children }: { asChild: true; children: ReactNode }) {
  return <Slot onClick={use(DialogContext).close}>{children}</Slot>
}

interface DialogContentProps {
  title: ReactNode
  description?: ReactNode
  /** Buttons, right-aligned: the harmless one first. */
  footer?: ReactNode
  /** A stray press outside does not close it: what it shows is shown once. */
  keepOpen?: boolean
  className?: string
  children?: ReactNode
}

export function DialogContent({ title, description, footer, keepOpen = false, className, children }: DialogContentProps) {
  const id = useId()
  const { open, close } = use(DialogContext)
  if (!open) return null
  return (
    <ModalLayer
      labelledBy={`${id}-title`}
      describedBy={description ? `${id}-description` : undefined} onClose={close} closeOutside={!keepOpen}
      className={cn('m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg animate-appear rounded-panel', className)}
    >
      <div className="flex items-start gap-2 px-5 pt-4">
        <div className="min-w-0 flex-1">
          <h2 id={`${id}-title`} className="text-16 font-semibold break-words">{title}</h2>
          {description && <p id={`${id}-description`} className="mt-1 text-ink-soft">{description}</p>}
        </div>
        <CloseButton />
      </div>
      <div data-layer-body className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
      {footer && <div data-layer-footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>}
    </ModalLayer>
  )
}

export function CloseButton() {
  const { close } = use(DialogContext)
  // No tooltip: it would take the first Escape for itself.
  return <Button variant="ghost" aria-label="Close" className="-mr-2 w-8 px-0 pointer-coarse:w-11" onClick={close}><X /></Button>
}
