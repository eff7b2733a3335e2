'use client'

import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { Toaster } from '@/components/ui/toast'
import { TooltipHost } from '@/components/ui/tooltip'

export function RootProviders({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      {children}
      <TooltipHost />
      <Toaster />
    </ThemeProvider>
  )
}
