import { LoaderCircle } from 'lucide-react'
import { cn } from './cn'

/** Decoration; give `label` where nothing else says that something is under way. */
export function Spinner({ className, label }: { className?: string; label?: string }) {
  return (
    <span role={label ? 'status' : undefined} className="inline-flex">
      <LoaderCircle aria-hidden className={cn('size-4 animate-spin', className)} />
      {label && <span className="sr-only">{label}</span>}
    </span>
  )
}
