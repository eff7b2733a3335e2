import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={cn('rounded-panel border bg-panel', className)} {...rest} />
}

interface PanelProps extends Omit<ComponentProps<'section'>, 'title'> {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  /** Content that reaches the edges (tables, lists). */
  flush?: boolean
}

/** A card with a heading. */
export function Panel({ title, description, actions, flush, className, children, ...rest }: PanelProps) {
  return (
    <section className={cn('min-w-0 rounded-panel border bg-panel', className)} {...rest}>
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-1.5">
        <div className={cn('min-w-0 flex-1', description && 'basis-56')}>
          <h2 className="text-14 font-semibold">{title}</h2>
          {description && <p className="text-13 text-ink-faint">{description}</p>}
        </div>
        {actions}
      </header>
      <div className={cn(!flush && 'p-4')}>{children}</div>
    </section>
  )
}
