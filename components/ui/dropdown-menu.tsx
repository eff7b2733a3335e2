'use client'

import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

export const DropdownMenu = Radix.Root
export const DropdownMenuTrigger = Radix.Trigger
export const DropdownMenuGroup = Radix.Group

const itemStyle =
  'flex min-h-8 items-center gap-2 rounded-[4px] px-2 py-1 outline-none select-none data-highlighted:bg-sunken ' +
  'data-disabled:opacity-55 pointer-coarse:min-h-11 [&_svg]:size-4 cursor-default'

export function DropdownMenuContent({ className, align = 'end', ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          'z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 animate-appear overflow-y-auto',
          'rounded-panel bg-panel p-1 text-14 shadow-float',
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  )
}

interface ItemProps extends ComponentProps<typeof Radix.Item> {
  destructive?: boolean
  description?: ReactNode
}

export function DropdownMenuItem({ destructive, description, className, children, ...rest }: ItemProps) {
  const style = cn(itemStyle, destructive && 'text-bad', className)
  if (!description) return <Radix.Item className={style} {...rest}>{children}</Radix.Item>
  return (
    <Radix.Item className={cn(style, 'max-w-80 items-start')} {...rest}>
      <span>
        <span className="flex items-center gap-2 font-medium">{children}</span>
        <span className="block text-13 text-ink-faint">{description}</span>
      </span>
    </Radix.Item>
  )
}

export function DropdownMenuCheckboxItem({ className, children, ...rest }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(itemStyle, 'pl-8', className)} {...rest}>
      <Radix.ItemIndicator className="absolute left-3"><Check /></Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  )
}

export function DropdownMenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn('px-2 py-1 text-12 text-ink-faint', className)} {...rest} />
}

export function DropdownMenuSeparator({ className, ...rest }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn('-mx-1 my-1 h-px bg-line', className)} {...rest} />
}
