'use client'

import { useSyncExternalStore } from 'react'

let open: readonly HTMLElement[] = []
const listeners = new Set<() => void>()

function change(next: readonly HTMLElement[]) {
  open = next
  for (const listener of listeners) listener()
}

/** Notes a modal dialog as open; gives what ends that. */
export function enterModal(dialog: HTMLElement): () => void {
  change([...open, dialog])
  return () => change(open.filter((other) => other !== dialog))
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The modal dialog on top, outside of which everything is inert; null when none is open. */
export const useTopModal = (): HTMLElement | null => useSyncExternalStore(subscribe, () => open.at(-1) ?? null, () => null)
