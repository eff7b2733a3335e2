'use client'

import { useId } from 'react'
import { cn } from './cn'

interface SegmentedProps<T extends string> {
  label: string
  value: T
  options: ReadonlyArray<{ value: T; label: string }>
  onValueChange: (value: T) => void
}

/** One of a few, side by side: a radio group with the keys of one. */
export function Segmented<T extends string>({ label, value, options, onValueChange }: SegmentedProps<T>) {
  const name = useId()
  return (
    <fieldset className="flex rounded-control border bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            'relative flex h-6 items-center rounded-[4px] px-2 text-13 text-ink-soft transition-colors hover:text-ink pointer-coarse:h-10 pointer-coarse:px-3',
            'has-checked:bg-panel has-checked:font-medium has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line)]',
            'has-focus-visible:outline-2 has-focus-visible:outline-accent',
          )}
        >
          <input
            type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onValueChange(option.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
