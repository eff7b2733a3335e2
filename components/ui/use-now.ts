'use client'

import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = Date.now()

function tick() {
  now = Date.now()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  if (timer === undefined) {
    now = Date.now()
    timer = setInterval(tick, 1000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/**
 * What `select` makes of the current time (ms), renewed every second: one timer for the whole page, and a component
 * renders only when its own text changes.
 */
export function useNow<T extends string | number | boolean | null>(select: (nowMs: number) => T): T {
  const read = () => select(now)
  return useSyncExternalStore(subscribe, read, read)
}
