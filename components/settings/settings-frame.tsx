'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef, type ReactNode } from 'react'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { cn } from '@/components/ui/cn'

/** Only pages that exist; those `forEditors` show what viewers may not see. */
const sections = [
  { href: '/settings/workspace', label: 'Workspace' },
  { href: '/settings/members', label: 'Members' },
  { href: '/settings/security', label: 'Security' },
  { href: '/settings/event-types', label: 'Event types' },
  { href: '/settings/api-keys', label: 'API keys', forEditors: true },
  { href: '/settings/mail', label: 'Mail', forEditors: true },
  { href: '/settings/audit-log', label: 'Audit log', forEditors: true },
] as const

export function SettingsFrame({ children }: { children: ReactNode }) {
  const pathname = usePathname()
  const canEdit = useCanEdit()
  const bar = useRef<HTMLElement>(null)
  // On a phone the bar is wider than the screen.
  // In braces: new browsers answer with a promise, which React would take for the effect's end.
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  const shown = sections.filter((section) => canEdit || !('forEditors' in section))
  return (
    <>
      <PageHeader title="Settings" />
      <nav ref={bar} aria-label="Settings" className="mb-4 overflow-x-auto border-b">
        <ul className="flex min-w-max gap-1">
          {shown.map(({ href, label }) => {
            const current = pathname === href || pathname.startsWith(`${href}/`)
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
