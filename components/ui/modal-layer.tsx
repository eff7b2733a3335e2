'use client'

import { useLayoutEffect, useRef, type MouseEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { cn } from './cn'
import { enterModal } from './modal-stack'

interface ModalLayerProps {
  labelledBy: string
  describedBy?: string
  onClose: () => void
  /** A press beside it closes it too. */
  closeOutside: boolean
  className?: string
  children: ReactNode
}

/** The browser's own modal dialog: it keeps the focus inside, makes the rest inert, and lies over everything. Open while mounted. */
export function ModalLayer({ labelledBy, describedBy, onClose, closeOutside, className, children }: ModalLayerProps) {
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog === null) return
    const before = document.activeElement
    dialog.showModal()
    firstFocus(dialog)?.focus()
    const leave = enterModal(dialog)
    return () => {
      dialog.close()
      leave()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const closeBeside = (event: MouseEvent) => {
    if (closeOutside && event.target === event.currentTarget) onClose()
  }
  return createPortal(
    // A dialog takes the keys and presses meant for it: Escape, and a press beside it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref} aria-labelledby={labelledBy} aria-describedby={describedBy}
      onMouseDown={closeBeside}
      // Closed by the one who opened it, so that the browser and we never disagree.
      onCancel={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
      className={cn('flex flex-col overflow-hidden border-0 bg-panel p-0 text-14 text-ink shadow-float backdrop:animate-appear backdrop:bg-scrim focus:outline-none', className)}
    >
      {children}
    </dialog>,
    document.body,
  )
}

const controls = 'input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)'

/** The first thing to fill in, else the harmless button, else the first thing there is. */
function firstFocus(dialog: HTMLElement): HTMLElement | null {
  const body = '[data-layer-body]'
  return dialog.querySelector<HTMLElement>('[data-first-focus]')
    ?? dialog.querySelector<HTMLElement>(`${body} input[type=radio]:checked`)
    ?? dialog.querySelector<HTMLElement>(controls.split(', ').map((control) => `${body} ${control}`).join(', '))
    ?? dialog.querySelector<HTMLElement>('[data-layer-footer] button:not(:disabled)')
}
