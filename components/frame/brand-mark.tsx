import { cn } from '@/components/ui/cn'

/** A hook that lets go of something: the same drawing as app/icon.svg. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" fill="none" className={cn('size-7', className)}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M11 6v11a5 5 0 0 0 10 0v-2.5M21 14.5l-3.5 3.2M21 14.5l3.5 3.2"
        className="stroke-on-accent"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="11" cy="6.5" r="2.6" className="fill-on-accent" />
    </svg>
  )
}
