import { CircleAlert, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'

interface ErrorStateProps {
  title: ReactNode
  /** What happened, in the server's words. */
  children?: ReactNode
  requestId?: string | null
  onRetry?: () => void
  className?: string
}

export function ErrorState({ title, children, requestId, onRetry, className }: ErrorStateProps) {
  return (
    <div role="alert" className={cn('flex flex-col items-center gap-2 px-6 py-12 text-center', className)}>
      <CircleAlert aria-hidden className="mb-1 size-6 text-bad" />
      <div className="font-semibold">{title}</div>
      {children && <div className="max-w-md text-ink-soft text-pretty">{children}</div>}
      {requestId && <p className="text-12 text-ink-faint">Request <code>{requestId}</code></p>}
      {onRetry && <Button className="mt-3" onClick={onRetry}><RotateCw />Try again</Button>}
    </div>
  )
}
