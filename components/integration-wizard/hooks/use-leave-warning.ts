'use client'

import { useEffect, useState } from 'react'

/**
 * Asks before the wizard is left. `unsaved`: the browser asks on reload and close. `unfinished`: links to other pages
 * wait for an answer; `target` is where the user wanted to go, `stay` forgets it.
 */
export function useLeaveWarning({ unsaved, unfinished }: { unsaved: boolean; unfinished: boolean }) {
  const [target, setTarget] = useState<string | null>(null)

  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])

  useEffect(() => {
    if (!unfinished) return
    const hold = (event: MouseEvent) => {
      const href = leavingHref(event)
      if (href === null) return
      event.preventDefault()
      event.stopPropagation()
      setTarget(href)
    }
    document.addEventListener('click', hold, { capture: true })
    return () => document.removeEventListener('click', hold, { capture: true })
  }, [unfinished])

  return { target, stay: () => setTarget(null) }
}

/** The address of a link that would replace this page, or null (new tabs, downloads, jumps inside). */
function leavingHref(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return null
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || link.hasAttribute('download')) return null
  const url = new URL(link.href)
  if (url.origin !== window.location.origin || url.pathname === window.location.pathname) return null
  return url.pathname + url.search + url.hash
}
