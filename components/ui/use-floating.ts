'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import { placeFloating, type Align, type Side } from './place-floating'

interface FloatingOptions {
  anchor: HTMLElement | null
  side: Side
  align: Align
  onClose: () => void
}

const GAP = 4

/** Where a layer belongs: inside the dialog of its anchor, since everything outside a modal dialog is inert. */
export const layerOf = (anchor: Element | null): Element => anchor?.closest('dialog') ?? document.body

/**
 * For an element with `popover="manual"` that lies over the page beside its anchor while it is mounted: keeps its place,
 * and closes on a press elsewhere. The caller closes on Escape.
 */
export function useFloating<T extends HTMLElement>({ anchor, side, align, onClose }: FloatingOptions) {
  const ref = useRef<T>(null)
  useLayoutEffect(() => {
    const floating = ref.current
    if (floating === null || anchor === null) return
    const place = () => {
      floating.style.maxHeight = ''
      const view = { width: document.documentElement.clientWidth, height: window.innerHeight }
      const { left, top, maxHeight } = placeFloating(anchor.getBoundingClientRect(), floating.getBoundingClientRect(), view, { side, align, gap: GAP })
      Object.assign(floating.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` })
    }
    floating.showPopover()
    place()
    const resized = new ResizeObserver(place)
    resized.observe(floating)
    const follow = (event: Event) => event.target instanceof Node && event.target.contains(anchor) && place()
    window.addEventListener('resize', place)
    window.addEventListener('scroll', follow, { capture: true, passive: true })
    return () => {
      resized.disconnect()
      window.removeEventListener('resize', place)
      window.removeEventListener('scroll', follow, { capture: true })
    }
  }, [anchor, side, align])
  useEffect(() => {
    const closeOutside = (event: PointerEvent) => {
      const target = event.target
      if (target instanceof Node && !ref.current?.contains(target) && !anchor?.contains(target)) onClose()
    }
    document.addEventListener('pointerdown', closeOutside, { capture: true })
    return () => document.removeEventListener('pointerdown', closeOutside, { capture: true })
  }, [anchor, onClose])
  return ref
}
