'use client'

import { RadioGroup as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

/** Choices as cards; give `aria-label` or `aria-labelledby`. Arrow keys move, as in any radio group. */
export function RadioCards({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root className={cn('grid gap-2 sm:grid-cols-2 lg:grid-cols-3', className)} {...rest} />
}

interface RadioCardProps extends Omit<ComponentProps<typeof Radix.Item>, 'title'> {
  title: ReactNode
  description?: ReactNode
  icon?: ReactNode
}

export function RadioCard({ title, description, icon, className, ...rest }: RadioCardProps) {
  return (
    <Radix.Item
      className={cn(
        'group flex items-start gap-3 rounded-panel border bg-panel p-3 text-left transition-colors hover:border-ink-faint',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent-tint disabled:opacity-55',
        className,
      )}
      {...rest}
    >
      {icon && <span className="mt-0.5 text-ink-soft group-data-[state=checked]:text-accent">{icon}</span>}
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-ink">{title}</span>
        {description && <span className="block text-13 text-ink-soft">{description}</span>}
      </span>
      <span
        aria-hidden
        className="mt-0.5 flex size-4 items-center justify-center rounded-full border border-line-strong bg-panel
          group-data-[state=checked]:border-accent"
      >
        <Radix.Indicator className="size-2 rounded-full bg-accent" />
      </span>
    </Radix.Item>
  )
}
