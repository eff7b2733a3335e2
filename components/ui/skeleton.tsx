import { cn } from './cn'

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('h-4 animate-pulse rounded-control bg-off-tint', className)} />
}

/** A list that is being loaded; says so to screen readers. */
export function SkeletonRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" className="divide-y">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-12 items-center gap-4 px-4">
          <Skeleton className="w-2/5" />
          <Skeleton className="w-1/5" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  )
}
