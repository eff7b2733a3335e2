'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useFieldProps } from './field-context'
import { controlStyle } from './input'

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cn(controlStyle, 'px-2.5 py-1.5', className)}
      {...rest}
      {...useFieldProps(rest)}
    />
  )
}
