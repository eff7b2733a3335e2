'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { Button } from './button'

export const Sheet = Radix.Root
export const SheetTrigger = Radix.Trigger
export const SheetClose = Radix.Close

interface SheetContentProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  title: ReactNode
  side?: 'left' | 'right'
  footer?: ReactNode
}

/** A modal panel from the side. */
export function SheetContent({ title, side = 'right', footer, className, children, ...rest }: SheetContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-50 animate-appear bg-scrim" />
      <Radix.Content
        aria-describedby={undefined}
        className={cn(
          'fixed inset-y-0 z-50 flex w-[min(32rem,calc(100vw-2.5rem))] flex-col bg-panel shadow-float focus:outline-none',
          side === 'left' ? 'left-0 animate-slide-right' : 'right-0 animate-slide-left',
          className,
        )}
        {...rest}
      >
        <div className="flex min-h-14 items-center gap-2 border-b px-4 py-2">
          <Radix.Title className="min-w-0 flex-1 truncate text-16 font-semibold">{title}</Radix.Title>
          <Radix.Close asChild>
            {/* No tooltip: it would take the first Escape for itself. */}
            <Button variant="ghost" aria-label="Close" className="-mr-2 w-8 px-0 pointer-coarse:w-11"><X /></Button>
          </Radix.Close>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        {footer && <div className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">{footer}</div>}
      </Radix.Content>
    </Radix.Portal>
  )
}
