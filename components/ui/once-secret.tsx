import { CopyButton } from './copy-button'

/** A secret that is shown once: selectable as a whole, with a button to copy it. */
export function OnceSecret({ value, label }: { value: string; label: string }) {
  return (
    <div className="flex items-center gap-2 rounded-control border bg-sunken px-3 py-2">
      <code aria-label={label} className="min-w-0 flex-1 text-13 break-all select-all">{value}</code>
      <CopyButton value={value} label={`Copy: ${label}`} />
    </div>
  )
}
