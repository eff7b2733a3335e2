import Link from 'next/link'
import type { ReactNode } from 'react'
import { BrandMark } from '@/components/frame/brand-mark'
import { ThemeToggle } from '@/components/frame/theme-toggle'
import { Button } from '@/components/ui/button'

/** Around what can be read without an account. */
export function PublicFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-control focus:bg-accent focus:px-3 focus:py-1.5 focus:text-on-accent">
        Skip to the content
      </a>
      <header className="sticky top-0 z-20 border-b bg-panel px-4 lg:px-8">
        <div className="mx-auto flex h-14 max-w-[1240px] items-center gap-2">
          <BrandMark />
          <span className="flex-1 text-16 font-semibold">Hookwright</span>
          <ThemeToggle />
          <Button asChild><Link href="/sign-in">Sign in</Link></Button>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="px-4 pt-6 pb-12 focus:outline-none lg:px-8">
        <div className="mx-auto max-w-[1240px]">{children}</div>
      </main>
    </>
  )
}
