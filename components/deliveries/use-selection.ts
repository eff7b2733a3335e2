import { useCallback, useState } from 'react'

/** Rows that are ticked, in the order in which they were. */
export function useSelection() {
  const [ids, setIds] = useState<readonly string[]>([])
  const toggle = useCallback((id: string) => setIds((known) => (known.includes(id) ? known.filter((one) => one !== id) : [...known, id])), [])
  const clear = useCallback(() => setIds([]), [])
  return { ids, toggle, clear }
}
export type Selection = ReturnType<typeof useSelection>
