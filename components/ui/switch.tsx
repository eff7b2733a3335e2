'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useFieldProps } from './field-context'

interface SwitchProps extends Omit<ComponentProps<'button'>, 'onChange' | 'value'> {
  checked: boolean
  onCheckedChange?: (checked: boolean) => void
}

/** A pill that slides right when on. Name it by a `Field`, a `<label htmlFor>` or `aria-label`. */
export function Switch({ checked, onCheckedChange, className, ...rest }: SwitchProps) {
  return (
    <button
      type="button" role="switch" aria-checked={checked} onClick={() => onCheckedChange?.(!checked)}
      className={cn(
        'group relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-transparent bg-off-solid',
        'transition-colors aria-checked:bg-accent disabled:opacity-55',
        // The pill stays small, what a finger can hit does not.
        'after:absolute after:-inset-1.5 pointer-coarse:after:-inset-3',
        className,
      )}
      {...rest}
      {...useFieldProps(rest)}
    >
      <span
        aria-hidden
        className="block size-3.5 translate-x-[3px] rounded-full bg-panel transition-transform group-aria-checked:translate-x-[17px]"
      />
    </button>
  )
}
