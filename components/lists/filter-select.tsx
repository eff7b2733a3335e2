'use client'

import { cn } from '@/components/ui/cn'
import { Select, type SelectOption } from '@/components/ui/select'

interface FilterSelectProps {
  label: string
  /** What stands there without a choice: "Any trigger". */
  any: string
  value: string
  options: readonly SelectOption[]
  onChange: (value: string | null) => void
  className?: string
}

export function FilterSelect({ label, any, value, options, onChange, className }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next === '' ? null : next)}
      className={cn('text-13', value !== '' && 'border-accent bg-accent-tint')}
      wrapperClassName={cn('sm:w-auto sm:max-w-52', className)}
    >
      <option value="">{any}</option>
      {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
    </Select>
  )
}
