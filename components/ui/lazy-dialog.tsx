'use client'

import { lazy, Suspense, type ComponentType } from 'react'

/** A dialog whose script comes when it is first opened: most visits to a screen open none. */
export function lazyDialog<P extends { open: boolean }>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Loaded = lazy(async () => ({ default: await load() }))
  return function LazyDialog(props: P) {
    return props.open ? <Suspense><Loaded {...props} /></Suspense> : null
  }
}
