'use client'

import { RadioGroup as Radix } from 'radix-ui'
import { createContext, use, useRef, type ComponentProps, type FocusEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { cn } from './cn'

const ARROWS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])
const JUST_NOW_MS = 500

// Radix moves the focus a moment after an arrow key, and chooses only while the key is still down: a quick press would
// move without choosing.
const LastArrow = createContext<RefObject<number>>({ current: 0 })

/** Choices as cards; give `aria-label` or `aria-labelledby`. Arrow keys move, as in any radio group. */
export function RadioCards({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  const lastArrow = useRef(Number.NEGATIVE_INFINITY)
  const noteArrow = (event: KeyboardEvent) => {
    if (ARROWS.has(event.key)) lastArrow.current = event.timeStamp
  }
  return (
    <LastArrow value={lastArrow}>
      <Radix.Root onKeyDownCapture={noteArrow} className={cn('grid gap-2 sm:grid-cols-2 lg:grid-cols-3', className)} {...rest} />
    </LastArrow>
  )
}

interface RadioCardProps extends Omit<ComponentProps<typeof Radix.Item>, 'title'> {
  title: ReactNode
  description?: ReactNode
  icon?: ReactNode
}

export function RadioCard({ title, description, icon, className, ...rest }: RadioCardProps) {
  const lastArrow = use(LastArrow)
  const chooseByArrow = (event: FocusEvent<HTMLButtonElement>) => {
    const byArrow = event.timeStamp - lastArrow.current < JUST_NOW_MS
    if (byArrow && event.currentTarget.dataset.state !== 'checked') event.currentTarget.click()
  }
  return (
    <Radix.Item
      onFocus={chooseByArrow}
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
