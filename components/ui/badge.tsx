import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './cn'

const style = cva('inline-flex items-center gap-1 rounded-control px-1.5 text-12 leading-5 font-medium whitespace-nowrap', {
  variants: {
    tone: {
      off: 'bg-off-tint text-off',
      ok: 'bg-ok-tint text-ok',
      wait: 'bg-wait-tint text-wait',
      warn: 'bg-warn-tint text-warn',
      bad: 'bg-bad-tint text-bad',
      accent: 'bg-accent-tint text-accent',
    },
  },
  defaultVariants: { tone: 'off' },
})

export type Tone = NonNullable<VariantProps<typeof style>['tone']>
export interface BadgeProps extends ComponentProps<'span'> {
  tone?: Tone
}

export function Badge({ tone, className, ...rest }: BadgeProps) {
  return <span className={cn(style({ tone }), '[&_svg]:size-3.5', className)} {...rest} />
}
