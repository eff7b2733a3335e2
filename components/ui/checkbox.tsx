'use client'

import { Check, Minus } from 'lucide-react'
import { useId, type ComponentProps, type KeyboardEvent, type ReactNode } from 'react'
import { cn } from './cn'

interface CheckboxProps extends Omit<ComponentProps<'button'>, 'onChange' | 'value'> {
  checked: boolean | 'indeterminate'
  onCheckedChange?: (checked: boolean) => void
  label?: ReactNode
  hint?: ReactNode
}

// As with the browser's own, only Space changes it: Enter is for the form.
const leaveEnter = (event: KeyboardEvent) => {
  if (event.key === 'Enter') event.preventDefault()
}

/** Without `label` give an `aria-label`. */
export function Checkbox({ checked, onCheckedChange, label, hint, className, id, ...rest }: CheckboxProps) {
  const generated = useId()
  const controlId = id ?? generated
  const box = (
    <button
      type="button" role="checkbox" id={controlId} aria-checked={checked === 'indeterminate' ? 'mixed' : checked}
      aria-describedby={hint ? `${controlId}-hint` : undefined}
      onClick={() => onCheckedChange?.(checked !== true)} onKeyDown={leaveEnter}
      className={cn(
        'mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-strong bg-panel',
        'text-on-accent transition-colors hover:border-ink-faint disabled:opacity-55',
        checked !== false && 'border-accent bg-accent',
        className,
      )}
      {...rest}
    >
      {checked === 'indeterminate' && <Minus aria-hidden className="size-3.5" />}
      {checked === true && <Check aria-hidden className="size-3.5" />}
    </button>
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
