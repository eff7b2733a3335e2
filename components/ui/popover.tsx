'use client'

import { useCallback, useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { cn } from './cn'
import { layerOf, useFloating } from './use-floating'

interface PopoverProps {
  /** What the button says, and how it looks. */
  trigger: ReactNode
  triggerClassName?: string
  /** Names what opens. */
  label: string
  className?: string
  children: ReactNode
}

/** A button that opens a small panel beside itself; Escape or a press elsewhere closes it. */
export function Popover({ trigger, triggerClassName, ...panel }: PopoverProps) {
  const id = useId()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const close = useCallback(() => setAnchor(null), [])
  return (
    <>
      <button
        type="button" aria-haspopup="dialog" aria-expanded={anchor !== null} aria-controls={anchor ? id : undefined}
        onClick={({ currentTarget }) => setAnchor((current) => (current === null ? currentTarget : null))}
        className={triggerClassName}
      >
        {trigger}
      </button>
      {anchor && createPortal(<PopoverPanel id={id} anchor={anchor} onClose={close} {...panel} />, layerOf(anchor))}
    </>
  )
}

interface PanelProps extends Omit<PopoverProps, 'trigger' | 'triggerClassName'> {
  id: string
  anchor: HTMLElement
  onClose: () => void
}

function PopoverPanel({ id, anchor, onClose, label, className, children }: PanelProps) {
  const ref = useFloating<HTMLDivElement>({ anchor, side: 'bottom', align: 'start', onClose })
  useEffect(() => void ref.current?.focus(), [ref])
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Tab') return
    if (event.key === 'Escape') event.preventDefault()
    anchor.focus()
    onClose()
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it takes Escape and Tab
    <div
      ref={ref} id={id} role="dialog" popover="manual" tabIndex={-1} aria-label={label} onKeyDown={leave}
      className={cn(
        'fixed inset-auto m-0 w-72 max-w-[calc(100vw-1rem)] animate-appear overflow-y-auto rounded-panel border-0 bg-panel p-3 text-14 text-ink shadow-float focus:outline-none',
        className,
      )}
    >
      {children}
    </div>
  )
}
