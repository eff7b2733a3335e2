'use client'

import { useEffect, useRef, type ReactNode } from 'react'
import { cn } from './cn'

interface DrawerProps {
  /** The id of the heading inside. */
  labelledBy: string
  onClose: () => void
  children: ReactNode
  className?: string
}

/**
 * A detail that has its own URL: on wide screens it lies over the list (which stays usable), on narrow ones it is the
 * page. Takes the focus when it opens; Escape closes it.
 */
export function Drawer({ labelledBy, onClose, children, className }: DrawerProps) {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => void panel.current?.focus(), [])
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      // A menu or dialog on top takes its own Escape first.
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open],[popover]:popover-open')) onClose()
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [onClose])
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-labelledby={labelledBy}
      className={cn(
        'min-w-0 lg:fixed lg:inset-y-0 lg:right-0 lg:z-30 lg:w-[min(46rem,calc(100vw-220px-6rem))] lg:animate-slide-left',
        'lg:overflow-y-auto lg:border-l lg:bg-bg lg:shadow-float focus:outline-none',
        className,
      )}
    >
      {children}
    </section>
  )
}
