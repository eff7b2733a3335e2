'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useFieldProps } from './field-context'

export const controlStyle =
  'w-full min-w-0 rounded-control border border-line-strong bg-panel text-14 text-ink transition-colors ' +
  'hover:border-ink-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 ' +
  'focus-visible:outline-accent disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint ' +
  'aria-invalid:border-bad pointer-coarse:text-16'

export function Input({ className, type = 'text', ...rest }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      className={cn(controlStyle, 'h-8 px-2.5 pointer-coarse:h-11', className)}
      {...rest}
      {...useFieldProps(rest)}
    />
  )
}
