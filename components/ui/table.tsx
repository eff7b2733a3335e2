import type { ComponentProps } from 'react'
import { cn } from './cn'

/** Scrolls sideways inside itself, so that the page never does. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return (
    <div className="w-full overflow-x-auto">
      <table className={cn('w-full border-collapse text-left text-13', className)} {...rest} />
    </div>
  )
}

export function TableHead({ className, ...rest }: ComponentProps<'thead'>) {
  return <thead className={cn('text-12 text-ink-faint', className)} {...rest} />
}

export function TableBody({ className, ...rest }: ComponentProps<'tbody'>) {
  return <tbody className={cn('[&>tr:last-child]:border-b-0', className)} {...rest} />
}

export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cn('border-b border-line', className)} {...rest} />
}

export function TableHeader({ className, scope = 'col', ...rest }: ComponentProps<'th'>) {
  return (
    <th scope={scope} className={cn('h-9 px-3 font-medium whitespace-nowrap first:pl-4 last:pr-4', className)} {...rest} />
  )
}

export function TableCell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cn('h-11 px-3 py-1.5 first:pl-4 last:pr-4', className)} {...rest} />
}
