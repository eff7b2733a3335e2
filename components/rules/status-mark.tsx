import type { LucideIcon } from 'lucide-react'
import type { Tone } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'

const colors: Record<Tone, string> = {
  off: 'text-off', ok: 'text-ok', wait: 'text-wait', warn: 'text-warn', bad: 'text-bad', accent: 'text-accent',
}

/** Icon, word and colour: never the colour alone. */
export function StatusMark({ look: { word, tone, icon: Icon } }: { look: { word: string; tone: Tone; icon: LucideIcon } }) {
  return (
    <span className={cn('inline-flex items-center gap-1.5 font-medium', colors[tone])}>
      <Icon aria-hidden className="size-4" />{word}
    </span>
  )
}
