'use client'

import { Check, TriangleAlert } from 'lucide-react'
import { cn } from './cn'

export interface Step {
  id: string
  label: string
  /** `error` shows that something in it needs mending. */
  state?: 'todo' | 'done' | 'error'
  /** A step that cannot be opened yet. */
  disabled?: boolean
}

interface StepperProps {
  steps: readonly Step[]
  current: string
  onSelect?: (id: string) => void
  label?: string
  className?: string
}

/** Where one stands in a wizard: numbers on phones, numbers and words where there is room. */
export function Stepper({ steps, current, onSelect, label = 'Steps', className }: StepperProps) {
  return (
    <nav aria-label={label} className={className}>
      <ol className="flex items-center gap-1 sm:gap-2">
        {steps.map((step, index) => (
          <li key={step.id} aria-current={step.id === current ? 'step' : undefined} className="flex min-w-0 items-center gap-1 sm:gap-2">
            {index > 0 && <span aria-hidden className="h-px w-3 shrink-0 bg-line-strong sm:w-6" />}
            <StepButton step={step} number={index + 1} active={step.id === current} onSelect={onSelect} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

interface StepButtonProps {
  step: Step
  number: number
  active: boolean
  onSelect: StepperProps['onSelect']
}

function StepButton({ step, number, active, onSelect }: StepButtonProps) {
  return (
    <button
      type="button"
      disabled={step.disabled || !onSelect}
      onClick={() => onSelect?.(step.id)}
      className={cn(
        'flex min-w-0 items-center gap-1.5 rounded-control p-1 text-13 text-ink-soft pointer-coarse:min-h-11',
        'enabled:hover:text-ink disabled:cursor-default',
        active && 'font-semibold text-ink',
        step.disabled && 'text-ink-faint',
      )}
    >
      <StepMark step={step} number={number} active={active} />
      <span className={cn('truncate', !active && 'max-sm:sr-only')}>{step.label}</span>
      {step.state === 'done' && <span className="sr-only">(done)</span>}
      {step.state === 'error' && <span className="sr-only">(needs mending)</span>}
    </button>
  )
}

function StepMark({ step, number, active }: { step: Step; number: number; active: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        'flex size-5 shrink-0 items-center justify-center rounded-full border border-line-strong text-12 tabular-nums',
        step.state === 'done' && 'border-accent text-accent',
        active && 'border-accent bg-accent text-on-accent',
        step.state === 'error' && 'border-warn bg-warn-tint text-warn',
      )}
    >
      {step.state === 'error'
        ? <TriangleAlert className="size-3" />
        : step.state === 'done' && !active ? <Check className="size-3" /> : number}
    </span>
  )
}
