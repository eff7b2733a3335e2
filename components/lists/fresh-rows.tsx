'use client'

import { ArrowUp } from 'lucide-react'
import { Button } from '@/components/ui/button'

interface FreshRowsProps {
  count: number
  /** More than one page of them: the number is a lower bound. */
  atLeast?: boolean
  /** "delivery" / "deliveries". */
  noun: readonly [one: string, many: string]
  onShow: () => void
}

/** "12 new" instead of rows that move under the cursor; says it to screen readers too. */
export function FreshRows({ count, atLeast, noun, onShow }: FreshRowsProps) {
  const text = `${count}${atLeast ? '+' : ''} new ${noun[count === 1 ? 0 : 1]}`
  return (
    <div aria-live="polite" className={count > 0 ? 'border-b bg-accent-tint' : undefined}>
      {count > 0 && (
        <Button variant="ghost" className="w-full rounded-none text-accent hover:bg-transparent hover:text-accent" onClick={onShow}>
          <ArrowUp aria-hidden />{text}
        </Button>
      )}
    </div>
  )
}
