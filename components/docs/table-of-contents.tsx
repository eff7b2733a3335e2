'use client'

import { ChevronDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cn } from '@/components/ui/cn'

export interface Entry {
  id: string
  text: string
  level: number
}

/** Beside the guide on wide screens, folded above it on narrow ones. */
export function TableOfContents({ entries }: { entries: readonly Entry[] }) {
  const current = useCurrent(entries)
  const list = (
    <ul className="space-y-px text-13">
      {entries.map(({ id, text, level }) => (
        <li key={id}>
          <a
            href={`#${id}`} aria-current={id === current ? 'location' : undefined}
            className={cn('flex min-h-7 items-center border-l-2 border-transparent py-1 pl-3 text-ink-soft hover:text-ink pointer-coarse:min-h-11', level > 2 && 'pl-6', id === current && 'border-accent font-medium text-accent hover:text-accent')}
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  )
  return (
    <>
      <details className="group rounded-panel border bg-panel xl:hidden">
        <summary className="flex h-10 list-none items-center gap-2 px-3 text-13 font-medium pointer-coarse:h-11 [&::-webkit-details-marker]:hidden">
          On this page<ChevronDown aria-hidden className="ml-auto size-4 text-ink-faint group-open:rotate-180" />
        </summary>
        <nav aria-label="On this page" className="border-t p-2">{list}</nav>
      </details>
      <nav aria-label="On this page" className="sticky top-6 hidden max-h-[calc(100dvh-3rem)] overflow-y-auto xl:block">
        <p className="mb-2 pl-3 text-12 font-medium text-ink-faint">On this page</p>
        {list}
      </nav>
    </>
  )
}

const READING_LINE = 120

/** The heading that the reader is below. */
function useCurrent(entries: readonly Entry[]): string | null {
  const [current, setCurrent] = useState<string | null>(null)
  useEffect(() => {
    const update = () => {
      const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2
      const passed = entries.filter(({ id }) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) <= READING_LINE)
      setCurrent((atEnd ? entries.at(-1) : passed.at(-1))?.id ?? null)
    }
    update()
    window.addEventListener('scroll', update, { passive: true })
    window.addEventListener('resize', update)
    return () => {
      window.removeEventListener('scroll', update)
      window.removeEventListener('resize', update)
    }
  }, [entries])
  return current
}
