import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

interface EmptyStateProps {
  icon?: LucideIcon
  title: ReactNode
  /** What will stand here and how it gets here. */
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

export function EmptyState({ icon: Icon, title, children, actions, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center gap-2 px-6 py-12 text-center', className)}>
      {Icon && <Icon aria-hidden className="mb-1 size-6 text-ink-faint" />}
      <div className="font-semibold text-balance">{title}</div>
      {children && <div className="max-w-md text-ink-soft text-pretty">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
