'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { Button } from './button'

export const Dialog = Radix.Root
export const DialogTrigger = Radix.Trigger
export const DialogClose = Radix.Close

interface DialogContentProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  title: ReactNode
  description?: ReactNode
  /** Buttons, right-aligned: the harmless one first. */
  footer?: ReactNode
}

export function DialogContent({ title, description, footer, className, children, ...rest }: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-50 animate-appear bg-scrim" />
      <Radix.Content
        {...(description ? {} : { 'aria-describedby': undefined })}
        className={cn(
          'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2',
          '-translate-y-1/2 animate-appear flex-col rounded-panel bg-panel shadow-float focus:outline-none',
          className,
        )}
        {...rest}
      >
        <div className="flex items-start gap-2 px-5 pt-4">
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-16 font-semibold break-words">{title}</Radix.Title>
            {description && <Radix.Description className="mt-1 text-ink-soft">{description}</Radix.Description>}
          </div>
          <Radix.Close asChild>
            {/* No tooltip: it would take the first Escape for itself. */}
            <Button variant="ghost" aria-label="Close" className="-mr-2 w-8 px-0 pointer-coarse:w-11"><X /></Button>
          </Radix.Close>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
        {footer && <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>}
      </Radix.Content>
    </Radix.Portal>
  )
}
