'use client'

import { useSyncExternalStore } from 'react'

export type EditorMode = 'code' | 'plain'
const KEY = 'hookwright.editor'
const listeners = new Set<() => void>()

/** The user's choice, kept in this browser; until one is made, touch screens get the plain field. */
function read(): EditorMode {
  const kept = readStorage()
  if (kept === 'plain' || kept === 'code') return kept
  return window.matchMedia('(pointer: coarse)').matches ? 'plain' : 'code'
}

function readStorage(): string | null {
  try {
    return window.localStorage.getItem(KEY)
  } catch {
    return null // storage is switched off in this browser
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let chosen: EditorMode | null = null

export function useEditorMode(): [EditorMode, (mode: EditorMode) => void] {
  const mode = useSyncExternalStore(subscribe, () => chosen ?? read(), () => 'code' as const)
  const choose = (next: EditorMode) => {
    chosen = next
    try {
      window.localStorage.setItem(KEY, next)
    } catch {
      // kept for this page only
    }
    for (const listener of listeners) listener()
  }
  return [mode, choose]
}
