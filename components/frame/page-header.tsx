import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

interface PageHeaderProps {
  title: ReactNode
  description?: ReactNode
  /** At most one of these is primary. */
  actions?: ReactNode
  back?: { href: string; label: string }
}

export function PageHeader({ title, description, actions, back }: PageHeaderProps) {
  return (
    <header className="mb-5">
      {back && (
        <Link href={back.href} className="mb-1 inline-flex items-center gap-1 text-13 text-ink-soft hover:text-ink pointer-coarse:min-h-11">
          <ArrowLeft aria-hidden className="size-4" />{back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className={cn('min-w-0 flex-1', description || back ? 'basis-56' : 'basis-24')}>
          <h1 className="text-title break-words">{title}</h1>
          {description && <p className="text-ink-soft">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  )
}
