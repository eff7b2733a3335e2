import { CircleCheck, CircleX } from 'lucide-react'
import { CodeBlock } from '@/components/ui/code-block'
import { Spinner } from '@/components/ui/spinner'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { TestResult } from '@/lib/contracts/delivery'
import { useWizard } from '../wizard-context'
import { buildCurl } from './build-curl'
import { describeTest, describeTimings, listHeaders, prettyBody } from './describe-test'
import type { TestState } from './use-send-test'

export function TestOutcome({ state }: { state: TestState }) {
  switch (state.kind) {
    case 'idle':
      return null
    case 'running':
      return <p className="flex items-center gap-2 border-t px-3 py-3 text-13 text-ink-soft"><Spinner />Sending…</p>
    case 'refused':
      return <Refusal message={state.message} errors={state.errors} />
    case 'done':
      return <Answer result={state.result} />
  }
}

function Refusal({ message, errors }: { message: string; errors: Extract<TestState, { kind: 'refused' }>['errors'] }) {
  const { goTo } = useWizard()
  return (
    <div className="space-y-1 border-t px-3 py-3">
      <p className="flex items-start gap-2"><CircleX aria-hidden className="mt-0.5 size-4 text-bad" /><span><strong className="font-semibold">Nothing was sent.</strong> {message}</span></p>
      <ul className="pl-6 text-13">
        {errors.map((error) => (
          <li key={error.step + error.field}>
            <button type="button" className="text-left underline" onClick={() => goTo(error.step, error.field)}>{error.message}</button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Answer({ result }: { result: TestResult }) {
  const { form } = useWizard()
  const { ok, error, response, request, timings, status } = result
  const Icon = ok ? CircleCheck : CircleX
  return (
    <div className="border-t">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 pt-3">
        <p className="flex items-center gap-2 font-semibold">
          <Icon aria-hidden className={`size-4 ${ok ? 'text-ok' : 'text-bad'}`} />
          <span className="sr-only">{ok ? 'Delivered:' : 'Failed:'}</span>
          {describeTest(result)}
        </p>
        <p className="text-12 text-ink-faint tabular-nums">{describeTimings(timings)}</p>
      </div>
      {form.preset === 'guard' && status !== null && (
        <p className="px-3 pt-1 pl-9 text-ink-soft">{ok ? 'The answer is 2xx: the alert counts as delivered.' : 'The answer is not 2xx: the alert would be sent again, then marked failed.'}</p>
      )}
      {error !== null && (
        <p className="px-3 pt-1 pl-9 text-ink-soft">{status !== null && error.message !== error.hint ? `${error.message} ` : ''}{error.hint}</p>
      )}
      <Tabs defaultValue="response" className="mt-1">
        <TabsList aria-label="Details of the test" className="px-2">
          <TabsTrigger value="response">Response</TabsTrigger>
          <TabsTrigger value="headers">Headers</TabsTrigger>
          <TabsTrigger value="sent">What was sent</TabsTrigger>
          <TabsTrigger value="curl">cURL</TabsTrigger>
        </TabsList>
        <div className="p-3">
          <TabsContent value="response"><ResponseBody response={response} /></TabsContent>
          <TabsContent value="headers">
            {response ? <CodeBlock label="response headers" code={listHeaders(response.headers)} /> : <Missing>No answer came.</Missing>}
          </TabsContent>
          <TabsContent value="sent" className="space-y-3">
            {request
              ? (
                  <>
                    <CodeBlock label="request headers" code={`${request.method} ${request.url}\n${listHeaders(request.headers)}`} />
                    <CodeBlock label="request body" code={prettyBody(request.body)} />
                  </>
                )
              : <Missing>The body could not be made, so nothing left.</Missing>}
          </TabsContent>
          <TabsContent value="curl">
            {request ? <CodeBlock label="cURL command" code={buildCurl(request)} /> : <Missing>Nothing left.</Missing>}
          </TabsContent>
        </div>
      </Tabs>
    </div>
  )
}

function ResponseBody({ response }: { response: TestResult['response'] }) {
  if (response === null) return <Missing>No answer came.</Missing>
  if (response.body === '') return <Missing>The answer has no body.</Missing>
  return (
    <>
      <CodeBlock label="response body" code={prettyBody(response.body)} />
      {response.truncated && <p className="mt-1 text-12 text-ink-faint">Cut off: only the first 100 KB are kept.</p>}
    </>
  )
}

function Missing({ children }: { children: string }) {
  return <p className="text-13 text-ink-faint">{children}</p>
}
