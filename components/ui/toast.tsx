'use client'

import { useTheme } from 'next-themes'
import { Toaster as Sonner } from 'sonner'

export { toast } from 'sonner'

/** Once, in the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      closeButton
      toastOptions={{
        classNames: {
          toast: '!bg-panel !text-ink !border-line !rounded-panel !shadow-float !font-sans',
          description: '!text-ink-soft',
          error: '[&_[data-icon]]:text-bad',
          success: '[&_[data-icon]]:text-ok',
          closeButton: '!bg-panel !text-ink-soft !border-line',
          actionButton: '!bg-accent !text-on-accent',
        },
      }}
    />
  )
}
