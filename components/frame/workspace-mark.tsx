/** The first letter of a workspace, as its sign. */
export function WorkspaceMark({ name }: { name: string }) {
  return (
    <span aria-hidden className="flex size-6 shrink-0 items-center justify-center rounded-control bg-accent text-12 font-semibold text-on-accent">
      {name.trim().charAt(0).toUpperCase() || 'H'}
    </span>
  )
}
