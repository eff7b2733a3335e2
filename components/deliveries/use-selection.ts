import { useCallback, useState } from 'react'
import { MAX_CHOSEN } from '@/lib/contracts/choices'
import { toggleId } from './toggle-id'

/** Rows that are ticked, in the order in which they were, as many as one request may name. */
export function useSelection() {
  const [ids, setIds] = useState<readonly string[]>([])
  const toggle = useCallback((id: string) => setIds((known) => toggleId(known, id, MAX_CHOSEN)), [])
  const clear = useCallback(() => setIds([]), [])
  return { ids, isFull: ids.length >= MAX_CHOSEN, toggle, clear }
}
export type Selection = ReturnType<typeof useSelection>
