import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

const looks = {
  info: { icon: Info, style: 'border-wait/30 bg-wait-tint', iconStyle: 'text-wait' },
  ok: { icon: CircleCheck, style: 'border-ok/30 bg-ok-tint', iconStyle: 'text-ok' },
  warn: { icon: TriangleAlert, style: 'border-warn/30 bg-warn-tint', iconStyle: 'text-warn' },
  bad: { icon: CircleAlert, style: 'border-bad/30 bg-bad-tint', iconStyle: 'text-bad' },
} as const

interface NoticeProps {
  tone?: keyof typeof looks
  title?: ReactNode
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

/** A banner inside the page: why something is as it is, and what can be done. */
export function Notice({ tone = 'info', title, children, actions, className }: NoticeProps) {
  const { icon: Icon, style, iconStyle } = looks[tone]
  return (
    <div className={cn('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-panel border p-3', style, className)}>
      <Icon aria-hidden className={cn('mt-0.5 size-4', iconStyle)} />
      <div className="min-w-0 flex-1 basis-48 break-words">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink-soft">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
