import type { ReactNode } from 'react'
import type { Side } from './place-floating'

interface Tip {
  id: string
  anchor: HTMLElement
  content: ReactNode
  side: Side
}

const DELAY_MS = 400

let shown: Tip | null = null
let waiting: { id: string; timer: ReturnType<typeof setTimeout> } | null = null
const listeners = new Set<() => void>()

function show(tip: Tip | null) {
  if (tip === shown) return
  shown = tip
  for (const listener of listeners) listener()
}

/** Shows one tip, the only one there is; `delayed` waits for the pointer to rest. */
export function openTip(tip: Tip, delayed: boolean): void {
  if (waiting !== null) clearTimeout(waiting.timer)
  waiting = null
  if (!delayed) return show(tip)
  const timer = setTimeout(() => {
    waiting = null
    if (tip.anchor.isConnected) show(tip)
  }, DELAY_MS)
  waiting = { id: tip.id, timer }
}

/** Hides the tip of this anchor, or whichever there is. */
export function hideTip(id?: string): void {
  if (waiting !== null && (id === undefined || waiting.id === id)) {
    clearTimeout(waiting.timer)
    waiting = null
  }
  if (shown !== null && (id === undefined || shown.id === id)) show(null)
}

/** What it says has changed while it is shown. */
export function renewTip(id: string, content: ReactNode): void {
  if (shown !== null && shown.id === id && shown.content !== content) show({ ...shown, content })
}

export const readTip = (): Tip | null => shown

export function subscribeToTip(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
