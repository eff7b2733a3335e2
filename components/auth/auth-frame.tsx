import type { ReactNode } from 'react'
import { BrandMark } from '@/components/frame/brand-mark'

export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:justify-center">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2">
          <BrandMark />
          <span className="text-16 font-semibold">Hookwright</span>
        </div>
        {children}
      </div>
    </main>
  )
}
