'use client'

import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from './cn'

interface CheckboxProps extends ComponentProps<typeof Radix.Root> {
  label?: ReactNode
  hint?: ReactNode
}

/** `checked` may be `'indeterminate'`. Without `label` give an `aria-label`. */
export function Checkbox({ label, hint, className, id, ...rest }: CheckboxProps) {
  const generated = useId()
  const controlId = id ?? generated
  const box = (
    <Radix.Root
      id={controlId}
      aria-describedby={hint ? `${controlId}-hint` : undefined}
      className={cn(
        'mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-strong bg-panel',
        'text-on-accent transition-colors hover:border-ink-faint disabled:opacity-55',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent',
        'data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        className,
      )}
      {...rest}
    >
      <Radix.Indicator>
        {rest.checked === 'indeterminate' ? <Minus className="size-3.5" /> : <Check className="size-3.5" />}
      </Radix.Indicator>
    </Radix.Root>
  )
  if (!label) return box
  return (
    <div className="flex items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center">
      {box}
      <div className="min-w-0">
        <label htmlFor={controlId} className="text-14">{label}</label>
        {hint && <p id={`${controlId}-hint`} className="text-13 text-ink-faint">{hint}</p>}
      </div>
    </div>
  )
}
