import { CircleCheck, CircleX } from 'lucide-react'
import { describeTest, describeTimings, prettyBody } from '@/components/integration-wizard/payload/describe-test'
import { CodeBlock } from '@/components/ui/code-block'
import type { TestResult } from '@/lib/contracts/delivery'
import type { RuleTestResult } from '@/lib/contracts/rule'
import { stepLooks } from './execution-words'
import { StatusMark } from './status-mark'

/** What became of each web request of a trial. */
export function TrialOutcome({ result: { ok, steps } }: { result: RuleTestResult }) {
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
