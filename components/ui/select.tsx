'use client'

import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useFieldProps } from './field-context'
import { controlStyle } from './input'

export interface SelectOption {
  value: string
  label: string
  disabled?: boolean
}

interface SelectProps extends ComponentProps<'select'> {
  /** Instead of `<option>` children. */
  options?: readonly SelectOption[]
  onValueChange?: (value: string) => void
  wrapperClassName?: string
}

/** The browser's own select: the keyboard and the phone's wheel already work. */
export function Select({
  options, onValueChange, onChange, className, wrapperClassName, children, ...rest
}: SelectProps) {
  return (
    <span className={cn('relative inline-block w-full', wrapperClassName)}>
      <select
        className={cn(controlStyle, 'h-8 appearance-none truncate pr-8 pl-2.5 pointer-coarse:h-11', className)}
        onChange={(event) => {
          onChange?.(event)
          onValueChange?.(event.target.value)
        }}
        {...rest}
        {...useFieldProps(rest)}
      >
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>{option.label}</option>
        ))}
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-ink-faint"
      />
    </span>
  )
}
