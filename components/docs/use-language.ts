import { useSyncExternalStore } from 'react'

const KEY = 'docs-language'
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

// Where the browser keeps nothing, the choice holds as long as the page.
let chosen: string | null = null

function read(): string {
  try {
    return window.localStorage.getItem(KEY) ?? chosen ?? 'js'
  } catch {
    return chosen ?? 'js'
  }
}

function choose(language: string): void {
  chosen = language
  try {
    window.localStorage.setItem(KEY, language)
  } catch {
    // as above
  }
  for (const listener of listeners) listener()
}

/** The language in which a reader wants code, the same in all places and next time. */
export function useLanguage(): [language: string, choose: (language: string) => void] {
  return [useSyncExternalStore(subscribe, read, () => 'js'), choose]
}
