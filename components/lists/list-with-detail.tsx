'use client'

import { useSelectedLayoutSegment } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

/**
 * A list whose details have URLs of their own: on wide screens the detail lies over the list, on narrow ones it takes
 * the list's place. The list is part of the layout, so it stays as it is while details open and close.
 */
export function ListWithDetail({ list, children }: { list: ReactNode; children: ReactNode }) {
  const open = useSelectedLayoutSegment() !== null
  return (
    <>
      <div className={cn(open && 'hidden lg:block')}>{list}</div>
      {children}
    </>
  )
}
