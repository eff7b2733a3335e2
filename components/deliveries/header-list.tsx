import { ChevronRight } from 'lucide-react'

/** Headers, folded away when there are many. */
export function HeaderList({ headers, label }: { headers: Record<string, string>; label: string }) {
  const entries = Object.entries(headers)
  if (entries.length === 0) return null
  return (
    <details open={entries.length <= 12} className="group rounded-panel border">
      <summary className="flex h-9 list-none items-center gap-1.5 px-3 text-13 text-ink-soft hover:text-ink pointer-coarse:h-11">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {label} <span className="text-ink-faint">{entries.length}</span>
      </summary>
      <dl className="border-t px-3 py-2 font-mono text-12 leading-5">
        {entries.map(([name, value]) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt className="text-ink-faint">{name}:</dt>
            <dd className="min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
