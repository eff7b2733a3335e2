'use client'

import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './button'
import { cn } from './cn'
import { Tooltip } from './tooltip'

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** The accessible name, shown as a tooltip too. */
  label: string
  children: ReactNode
}

export function IconButton({ label, children, className, variant = 'ghost', size = 'md', ...rest }: IconButtonProps) {
  const square = size === 'sm' ? 'w-7 px-0 pointer-coarse:w-11' : 'w-8 px-0 pointer-coarse:w-11'
  return (
    <Tooltip content={label}>
      <Button aria-label={label} variant={variant} size={size} className={cn(square, className)} {...rest}>
        {children}
      </Button>
    </Tooltip>
  )
}
