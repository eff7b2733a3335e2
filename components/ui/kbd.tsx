import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex min-w-5 items-center justify-center rounded-[4px] border border-line-strong bg-sunken px-1
      text-12 leading-4.5 text-ink-soft">
      {children}
    </kbd>
  )
}
