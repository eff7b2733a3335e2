'use client'

import { SlidersHorizontal, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'

interface FilterBarProps {
  search: ReactNode
  filtered: boolean
  onClear: () => void
  children?: ReactNode
}

/** Search always, the other filters behind a button on phones. */
export function FilterBar({ search, filtered, onClear, children }: FilterBarProps) {
  const [open, setOpen] = useState(false)
  return (
    <div role="search" aria-label="Filters" className="mb-3 flex flex-wrap items-center gap-2">
      <div className="min-w-0 flex-1 basis-48 sm:max-w-72">{search}</div>
      {children && (
        <>
          <Button className="sm:hidden" aria-expanded={open} onClick={() => setOpen(!open)}><SlidersHorizontal />Filters</Button>
          <div className={cn('w-full grid-cols-2 gap-2 sm:flex sm:w-auto sm:flex-wrap', open ? 'grid' : 'hidden')}>{children}</div>
        </>
      )}
      {filtered && <Button variant="ghost" onClick={onClear}><X />Clear filters</Button>}
    </div>
  )
}
