'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { isCurrent, navigation } from './navigation'
import { ThemeToggle } from './theme-toggle'
import { UserMenu } from './user-menu'
import { WorkspaceMenu } from './workspace-menu'

export function Sidebar({ onNavigate }: { onNavigate?: () => void }) {
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-14 items-center px-2"><WorkspaceMenu /></div>
      <SidebarLinks onNavigate={onNavigate} />
      <div className="mt-auto flex items-center gap-1 border-t p-2">
        <ThemeToggle />
        <UserMenu />
      </div>
    </div>
  )
}

function SidebarLinks({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname()
  return (
    <nav aria-label="Main" className="px-2 py-1">
      <ul className="space-y-0.5">
        {navigation.map(({ href, label, icon: Icon }) => {
          const current = isCurrent(href, pathname)
          return (
            <li key={href}>
              <Link
                href={href}
                onClick={onNavigate}
                aria-current={current ? 'page' : undefined}
                className={cn(
                  'flex h-8 items-center gap-2.5 rounded-control px-2 text-ink-soft transition-colors hover:bg-sunken hover:text-ink',
                  'pointer-coarse:h-11',
                  current && 'bg-accent-tint font-medium text-accent hover:bg-accent-tint hover:text-accent',
                )}
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
