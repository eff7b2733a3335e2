'use client'

import { Pause, Play } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'

export function LiveToggle({ live, onChange }: { live: boolean; onChange: (live: boolean) => void }) {
  return (
    <Button aria-pressed={live} onClick={() => onChange(!live)} aria-label={live ? 'Live: pause updates' : 'Paused: resume updates'}>
      <span aria-hidden className={cn('size-2 rounded-full', live ? 'bg-ok-solid' : 'bg-off-solid')} />
      {live ? 'Live' : 'Paused'}
      {live ? <Pause aria-hidden /> : <Play aria-hidden />}
    </Button>
  )
}
