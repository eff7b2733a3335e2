'use client'

import { CircleAlert } from 'lucide-react'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from './cn'
import { FieldContext } from './field-context'

export function Label({ className, htmlFor, children, ...rest }: ComponentProps<'label'>) {
  return <label htmlFor={htmlFor} className={cn('block text-13 font-medium text-ink', className)} {...rest}>{children}</label>
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-13 text-bad">
      <CircleAlert aria-hidden className="mt-0.5 size-4" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}

interface FieldProps {
  label: ReactNode
  /** Keeps the label for screen readers only. */
  labelHidden?: boolean
  hint?: ReactNode
  error?: ReactNode
  required?: boolean
  optional?: boolean
  /** The id of the control; error summaries link to it. */
  id?: string
  className?: string
  children: ReactNode
}

/** Label, control, hint and error, tied together for assistive technology. The child is one of our controls. */
export function Field({ label, labelHidden, hint, error, required, optional, id, className, children }: FieldProps) {
  const generated = useId()
  const controlId = id ?? generated
  const hintId = hint ? `${controlId}-hint` : undefined
  const errorId = error ? `${controlId}-error` : undefined
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined
  return (
    <div className={cn('space-y-1.5', className)}>
      <Label htmlFor={controlId} className={cn(labelHidden && 'sr-only')}>
        {label}
        {optional && <span className="ml-1.5 font-normal text-ink-faint">optional</span>}
      </Label>
      <FieldContext value={{ id: controlId, describedBy, invalid: Boolean(error), required: Boolean(required) }}>
        {children}
      </FieldContext>
      {error && <FieldError id={errorId}>{error}</FieldError>}
      {hint && <p id={hintId} className="text-13 text-ink-faint">{hint}</p>}
    </div>
  )
}

interface FieldGroupProps extends Omit<ComponentProps<'fieldset'>, 'title'> {
  legend: ReactNode
  hint?: ReactNode
}

/** Several controls under one heading. */
export function FieldGroup({ legend, hint, className, children, ...rest }: FieldGroupProps) {
  return (
    <fieldset className={cn('min-w-0 space-y-3', className)} {...rest}>
      <legend className="mb-1 text-14 font-semibold text-ink">{legend}</legend>
      {hint && <p className="-mt-2 text-13 text-ink-faint">{hint}</p>}
      {children}
    </fieldset>
  )
}
