'use client'

import { CircleCheck, CircleX, Play } from 'lucide-react'
import { describeTest, describeTimings, prettyBody } from '@/components/integration-wizard/payload/describe-test'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Notice } from '@/components/ui/notice'
import { Spinner } from '@/components/ui/spinner'
import type { TestResult } from '@/lib/contracts/delivery'
import type { RuleTestResult } from '@/lib/contracts/rule'
import { stepLooks } from './execution-words'
import { StatusMark } from './status-mark'
import { useTestRule } from './use-executions'

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
        {test.isSuccess && test.data && <Outcome result={test.data} />}
        {test.isIdle && <p className="text-13 text-ink-faint">{idle}</p>}
      </div>
    </Panel>
  )
}

function Outcome({ result: { ok, steps } }: { result: RuleTestResult }) {
  const Icon = ok ? CircleCheck : CircleX
  return (
    <div className="space-y-3">
      <p className="flex items-center gap-2 font-semibold">
        <Icon aria-hidden className={`size-4 ${ok ? 'text-ok' : 'text-bad'}`} />
        {ok ? 'Every web request succeeded.' : wordFailure(steps)}
      </p>
      <ol aria-label="Results of the trial" className="divide-y rounded-panel border">
        {steps.map(({ number, url, status, result }) => (
          <li key={number} className="space-y-1 px-3 py-2.5 text-13">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="text-ink-faint">{number}</span>
              <StatusMark look={stepLooks[status]} />
              <code className="min-w-0 break-all text-ink-soft">{url}</code>
            </div>
            {result && <Answer result={result} number={number} />}
          </li>
        ))}
      </ol>
    </div>
  )
}

function wordFailure(steps: RuleTestResult['steps']): string {
  const number = steps.find(({ status }) => status === 'failed')?.number ?? steps.length
  return `Web request ${number} failed${number < steps.length ? '; what comes after it was not sent' : ''}.`
}

function Answer({ result, number }: { result: TestResult; number: number }) {
  const { error, request, response, timings } = result
  return (
    <>
      <p>{describeTest(result)} <span className="text-12 text-ink-faint tabular-nums">{describeTimings(timings)}</span></p>
      {error && <p className="text-ink-soft">{error.hint}</p>}
      <details>
        <summary className="cursor-pointer text-ink-soft hover:text-ink">What was sent and answered</summary>
        <div className="mt-2 space-y-2">
          {request && <CodeBlock label={`body of web request ${number}`} code={prettyBody(request.body)} />}
          {response && response.body !== '' && <CodeBlock label={`answer to web request ${number}`} code={prettyBody(response.body)} />}
        </div>
      </details>
    </>
  )
}
