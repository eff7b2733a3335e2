'use client'

import { ArrowLeft, X } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { IconButton } from '@/components/ui/icon-button'

interface DetailHeaderProps {
  headingId: string
  title: ReactNode
  /** The id of the thing, to copy. */
  id: string
  listHref: string
  listName: string
  onClose: () => void
  children?: ReactNode
}

/** On narrow screens there is a way back, in the drawer a cross. */
export function DetailHeader({ headingId, title, id, listHref, listName, onClose, children }: DetailHeaderProps) {
  return (
    <header className="space-y-2 lg:sticky lg:top-0 lg:z-10 lg:border-b lg:bg-bg lg:px-5 lg:py-3">
      <Link href={listHref} className="inline-flex items-center gap-1 text-13 text-ink-soft hover:text-ink lg:hidden pointer-coarse:min-h-11">
        <ArrowLeft aria-hidden className="size-4" />{listName}
      </Link>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h1 id={headingId} className="text-16 break-words">{title}</h1>
          <p className="flex items-center gap-1 text-12 text-ink-faint">
            <code className="min-w-0 truncate">{id}</code>
            <CopyButton value={id} label="Copy the id" size="sm" />
          </p>
        </div>
        <IconButton label="Close" onClick={onClose} className="hidden lg:inline-flex"><X /></IconButton>
      </div>
      {children}
    </header>
  )
}
