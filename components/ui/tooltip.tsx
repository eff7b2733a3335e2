'use client'

import { useEffect, useId, useLayoutEffect, useRef, useSyncExternalStore, type FocusEvent, type PointerEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { placeFloating, type Side } from './place-floating'
import { Slot } from './slot'
import { hideTip, openTip, readTip, renewTip, subscribeToTip } from './tip-store'

interface TooltipProps {
  content: ReactNode
  children: ReactNode
  side?: Side
}

/** One element as its child. Shown by the one `TooltipHost` of the root layout: lists have hundreds of these. */
export function Tooltip({ content, children, side = 'top' }: TooltipProps) {
  const id = useId()
  useEffect(() => renewTip(id, content), [id, content])
  useEffect(() => () => hideTip(id), [id])
  const open = (anchor: HTMLElement, delayed: boolean) => openTip({ id, anchor, content, side }, delayed)
  return (
    <Slot
      onPointerEnter={(event: PointerEvent<HTMLElement>) => event.pointerType === 'mouse' && open(event.currentTarget, true)}
      onPointerLeave={() => hideTip(id)}
      // By the keyboard only: a pressed button has the focus too.
      onFocus={(event: FocusEvent<HTMLElement>) => event.currentTarget.matches(':focus-visible') && open(event.currentTarget, false)}
      onBlur={() => hideTip(id)}
    >
      {children}
    </Slot>
  )
}

const GAP = 6

export function TooltipHost() {
  const tip = useSyncExternalStore(subscribeToTip, readTip, () => null)
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = ref.current
    if (tip === null || box === null) return
    box.showPopover()
    const view = { width: document.documentElement.clientWidth, height: window.innerHeight }
    const { left, top } = placeFloating(tip.anchor.getBoundingClientRect(), box.getBoundingClientRect(), view, { side: tip.side, align: 'center', gap: GAP })
    Object.assign(box.style, { left: `${left}px`, top: `${top}px` })
  }, [tip])
  useEffect(() => {
    if (tip === null) return
    const { anchor, content } = tip
    // An icon button's tip is its name: nothing to tell twice.
    const describes = content !== anchor.getAttribute('aria-label') && !anchor.hasAttribute('aria-describedby')
    if (describes) anchor.setAttribute('aria-describedby', 'tooltip')
    const hide = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key === 'Escape') hideTip()
    }
    window.addEventListener('keydown', hide, { capture: true })
    window.addEventListener('scroll', hide, { capture: true, passive: true })
    window.addEventListener('pointerdown', hide, { capture: true })
    return () => {
      if (describes) anchor.removeAttribute('aria-describedby')
      window.removeEventListener('keydown', hide, { capture: true })
      window.removeEventListener('scroll', hide, { capture: true })
      window.removeEventListener('pointerdown', hide, { capture: true })
    }
  }, [tip])
  if (tip === null) return null
  return createPortal(
    <div
      ref={ref} id="tooltip" key={tip.id} role="tooltip" popover="manual"
      className="pointer-events-none fixed inset-auto m-0 max-w-80 animate-appear rounded-control border-0 bg-ink px-2 py-1 text-12 text-bg shadow-float"
    >
      {tip.content}
    </div>,
    document.body,
  )
}
