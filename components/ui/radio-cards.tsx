'use client'

import { createContext, use, useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from './cn'

interface Group {
  name: string
  value: string
  choose: (value: string) => void
}

const GroupContext = createContext<Group>({ name: '', value: '', choose: () => {} })

interface RadioCardsProps extends Omit<ComponentProps<'div'>, 'onChange'> {
  value: string
  onValueChange: (value: string) => void
}

/** Choices as cards over the browser's own radio buttons; give `aria-label` or `aria-labelledby`. */
export function RadioCards({ value, onValueChange, className, ...rest }: RadioCardsProps) {
  const name = useId()
  return (
    <GroupContext value={{ name, value, choose: onValueChange }}>
      <div role="radiogroup" className={cn('grid gap-2 sm:grid-cols-2 lg:grid-cols-3', className)} {...rest} />
    </GroupContext>
  )
}

interface RadioCardProps {
  value: string
  title: ReactNode
  description?: ReactNode
  icon?: ReactNode
  disabled?: boolean
  className?: string
}

export function RadioCard({ value, title, description, icon, disabled, className }: RadioCardProps) {
  const group = use(GroupContext)
  return (
    <label
      className={cn(
        'group relative flex items-start gap-3 rounded-panel border bg-panel p-3 text-left transition-colors hover:border-ink-faint',
        'has-checked:border-accent has-checked:bg-accent-tint has-disabled:opacity-55',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        className,
      )}
    >
      <input
        type="radio" name={group.name} value={value} checked={group.value === value} disabled={disabled} onChange={() => group.choose(value)}
        className="absolute inset-0 cursor-pointer appearance-none opacity-0"
      />
      {icon && <span className="mt-0.5 text-ink-soft group-has-checked:text-accent">{icon}</span>}
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-ink">{title}</span>
        {description && <span className="block text-13 text-ink-soft">{description}</span>}
      </span>
      <span
        aria-hidden
        className="mt-0.5 flex size-4 items-center justify-center rounded-full border border-line-strong bg-panel group-has-checked:border-accent"
      >
        <span className="size-2 rounded-full group-has-checked:bg-accent" />
      </span>
    </label>
  )
}
