'use client'

import Link from 'next/link'
import { QueryError } from '@/components/feedback/query-error'
import { Badge } from '@/components/ui/badge'
import { Panel } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { LoadMore } from '@/components/ui/load-more'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { errorWords } from '@/lib/contracts/error-words'
import type { ExecutionStepView, ExecutionView } from '@/lib/contracts/rule'
import { executionLooks, stepLooks } from './execution-words'
import { StatusMark } from './status-mark'
import { useExecutions } from './use-executions'

/** Each time that the rule fired, with its web requests below it. */
export function ExecutionsPanel({ ruleId }: { ruleId: string }) {
  return <Panel title="Executions" flush description="Each time that the rule fired, newest first."><ExecutionList ruleId={ruleId} /></Panel>
}

function ExecutionList({ ruleId }: { ruleId: string }) {
  const list = useExecutions(ruleId)
  if (list.isPending) return <SkeletonRows label="Loading executions" rows={3} />
  if (list.isError && !list.data) {
    return <QueryError title="The executions could not be loaded" error={list.error} onRetry={() => void list.refetch()} />
  }
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0) {
    return <EmptyState title="It has not fired yet">As soon as a score makes the sentence true, it stands here with all its web requests.</EmptyState>
  }
  return (
    <>
      <ul aria-label="Executions" className="divide-y">{rows.map((execution) => <Execution key={execution.id} execution={execution} />)}</ul>
      <div className="border-t">
        <LoadMore
          hasMore={list.hasNextPage} loading={list.isFetchingNextPage} onLoadMore={() => void list.fetchNextPage()}
          shown={`${rows.length} ${rows.length === 1 ? 'execution' : 'executions'}`}
        />
      </div>
    </>
  )
}

function Execution({ execution: { id, status, test, scorecard, eventId, steps, createdAt } }: { execution: ExecutionView }) {
  return (
    <li className="space-y-1.5 px-4 py-3 text-13">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusMark look={executionLooks[status]} />
        {test && <Badge>Test</Badge>}
        {scorecard && <span className="min-w-0 break-all">{scorecard.name ?? scorecard.domain}</span>}
        <span className="text-ink-soft"><RelativeTime iso={createdAt} /></span>
        {eventId && <Link href={`/events/${eventId}`} className="text-accent underline">Event</Link>}
        <code className="hidden text-12 text-ink-faint lg:ml-auto lg:block">{id}</code>
      </div>
      <ol aria-label="Web requests" className="ml-2 space-y-1 border-l pl-4">
        {steps.map((step) => <Step key={step.number} step={step} />)}
      </ol>
    </li>
  )
}

function Step({ step }: { step: ExecutionStepView }) {
  const { number, url, status, deliveryId, nextAttemptAt } = step
  const facts = wordFacts(step)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
      <span className="text-ink-faint tabular-nums">{number}</span>
      <StatusMark look={stepLooks[status]} />
      <code className="min-w-0 break-all text-ink-soft">{url}</code>
      {facts !== '' && <span className="text-ink-faint tabular-nums">{facts}</span>}
      {status === 'retrying' && nextAttemptAt && <span className="text-ink-faint">next <RelativeTime iso={nextAttemptAt} /></span>}
      {deliveryId && <Link href={`/deliveries/${deliveryId}`} aria-label={`Delivery of web request ${number}`} className="text-accent underline">Delivery</Link>}
    </li>
  )
}

/** "2 attempts · HTTP 503", or nothing while nothing was tried. */
function wordFacts({ attemptCount, statusCode, errorCode }: ExecutionStepView): string {
  const attempts = attemptCount === 0 ? null : `${attemptCount} ${attemptCount === 1 ? 'attempt' : 'attempts'}`
  const answer = statusCode !== null ? `HTTP ${statusCode}` : errorCode !== null ? errorWords[errorCode] : null
  return [attempts, answer].filter((part) => part !== null).join(' · ')
}
