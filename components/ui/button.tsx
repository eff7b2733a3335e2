import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { Slot } from './slot'
import { Spinner } from './spinner'

export const buttonStyle = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-control border font-medium ' +
    'whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-55 ' +
    'aria-disabled:opacity-55 [&_svg]:size-4',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
        secondary: 'border-line-strong bg-panel text-ink hover:bg-sunken',
        ghost: 'border-transparent text-ink-soft hover:bg-sunken hover:text-ink aria-expanded:bg-sunken',
        danger: 'border-transparent bg-bad-solid text-on-solid hover:brightness-110',
        'danger-quiet': 'border-line-strong bg-panel text-bad hover:bg-bad-tint',
        link: 'h-auto! min-h-0! border-transparent px-0! text-accent underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-7 px-2 text-13 pointer-coarse:h-11',
        md: 'h-8 px-3 text-14 pointer-coarse:h-11',
        lg: 'h-10 px-4 text-14 pointer-coarse:h-11',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonStyle> {
  /** Renders the only child (a link) with the looks of a button. */
  asChild?: boolean
  /** Shows a spinner and refuses further presses. */
  loading?: boolean
}

export function Button({ variant, size, asChild, loading, className, children, disabled, ...rest }: ButtonProps) {
  const style = cn(buttonStyle({ variant, size }), className)
  if (asChild) return <Slot className={style} {...rest}>{children}</Slot>
  return (
    <button type="button" className={style} disabled={disabled || loading} aria-busy={loading || undefined} {...rest}>
      {loading && <Spinner />}
      {children}
    </button>
  )
}
