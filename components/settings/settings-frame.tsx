'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/frame/page-header'
import { cn } from '@/components/ui/cn'

/** Only pages that exist. */
const sections = [{ href: '/settings/api-keys', label: 'API keys' }, { href: '/settings/mail', label: 'Mail' }] as const

export function SettingsFrame({ children }: { children: ReactNode }) {
  const pathname = usePathname()
  return (
    <>
      <PageHeader title="Settings" />
      <nav aria-label="Settings" className="mb-4 border-b">
        <ul className="flex gap-1">
          {sections.map(({ href, label }) => {
            const current = pathname === href
            return (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={current ? 'page' : undefined}
                  className={cn(
                    '-mb-px flex h-9 items-center border-b-2 border-transparent px-2.5 text-13 font-medium text-ink-soft hover:text-ink pointer-coarse:h-11',
                    current && 'border-accent text-ink',
                  )}
                >
                  {label}
                </Link>
              </li>
            )
          })}
        </ul>
      </nav>
      {children}
    </>
  )
}
