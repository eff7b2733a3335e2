'use client'

import { Switch as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useFieldProps } from './field-context'

/** A pill that slides right when on. Name it by a `Field`, a `<label htmlFor>` or `aria-label`. */
export function Switch({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'group relative inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-transparent bg-off-solid',
        'transition-colors data-[state=checked]:bg-accent disabled:opacity-55',
        // The pill stays small, what a finger can hit does not.
        'after:absolute after:-inset-1.5 pointer-coarse:after:-inset-3',
        className,
      )}
      {...rest}
      {...useFieldProps(rest)}
    >
      <Radix.Thumb
        className={cn(
          'block size-3.5 translate-x-[3px] rounded-full bg-panel transition-transform',
          'data-[state=checked]:translate-x-[17px]',
        )}
      />
    </Radix.Root>
  )
}
