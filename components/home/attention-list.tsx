import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import type { AttentionItem } from './find-attention'

const looks = {
  bad: { icon: CircleAlert, color: 'text-bad' },
  warn: { icon: TriangleAlert, color: 'text-warn' },
  off: { icon: CircleDashed, color: 'text-ink-faint' },
} as const

export function AttentionList({ items }: { items: readonly AttentionItem[] }) {
  if (items.length === 0) {
    return (
      <p className="flex items-center gap-2 text-ink-soft">
        <CircleCheck aria-hidden className="size-4 text-ok" />Nothing needs attention.
      </p>
    )
  }
  return (
    <Panel title="Needs attention" flush>
      <ul>
        {items.map((item) => {
          const { icon: Icon, color } = looks[item.tone]
          return (
            <li key={item.id} className="flex items-center gap-3 border-b px-4 py-2 last:border-b-0">
              <Icon aria-hidden className={cn('size-4', color)} />
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{item.title}</p>
                <p className="text-13 break-words text-ink-soft">{item.reason}</p>
              </div>
              <Button asChild size="sm"><Link href={item.href} aria-label={`${item.action}: ${item.title}`}>{item.action}</Link></Button>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
