'use client'

import { Play } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import { useTestRule } from './use-executions'

const TrialOutcome = lazy(() => import('./trial-outcome').then((module) => ({ default: module.TrialOutcome })))

interface TrialPanelProps {
  test: Pick<ReturnType<typeof useTestRule>, 'isPending' | 'isError' | 'isSuccess' | 'isIdle' | 'error' | 'data'>
  onSend: () => void
  /** Where the answers stand later, too. */
  idle: string
}

/** The trial of a saved rule as it is. */
export function SavedTrial({ id }: { id: string }) {
  const test = useTestRule(id)
  return <TrialPanel test={test} onSend={() => test.mutate(undefined)} idle="What each receiver answers stands here and among the executions." />
}

/** Sends a made-up event of the rule's kind through it, and tells what came of each web request. */
export function TrialPanel({ test, onSend, idle }: TrialPanelProps) {
  return (
    <Panel
      title="Test with a trial event"
      description="Each web request is really sent, once, with what such an event would tell. No mail is sent when one fails."
      actions={<Button loading={test.isPending} onClick={onSend}>{!test.isPending && <Play aria-hidden />}Send trial event</Button>}
    >
      <div aria-live="polite">
        {test.isPending && <p className="flex items-center gap-2 text-13 text-ink-soft"><Spinner />Sending…</p>}
        {test.isError && <Notice tone="bad" title="Nothing was sent">{test.error?.message}</Notice>}
        {test.isSuccess && test.data && <Suspense><TrialOutcome result={test.data} /></Suspense>}
        {test.isIdle && <p className="text-13 text-ink-faint">{idle}</p>}
      </div>
    </Panel>
  )
}
