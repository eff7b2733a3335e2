'use client'

import { formatMs } from '@/components/ui/format-time'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { AttemptView, Timings } from '@/lib/contracts/delivery'
import { BodyView } from './body-view'
import { buildCurl } from './build-curl'
import { HeaderList } from './header-list'

/** What was sent in an attempt and what came back. */
export function DeliveryExchange({ attempt }: { attempt: AttemptView }) {
  return (
    <section aria-label={`Attempt ${attempt.number}`} className="space-y-3">
      {attempt.error && attempt.error.code !== 'http_status' && <Notice tone="bad" title={attempt.error.message} />}
      <Tabs key={attempt.id} defaultValue={attempt.response ? 'response' : 'request'}>
        <div className="flex items-end gap-2 border-b">
          <TabsList className="min-w-0 flex-1 border-b-0">
            <TabsTrigger value="response">Response</TabsTrigger>
            <TabsTrigger value="request">Request</TabsTrigger>
          </TabsList>
          <span className="hidden self-center text-13 text-ink-faint sm:inline">attempt {attempt.number}</span>
          <CopyButton value={() => buildCurl(attempt.request)} label="Copy as cURL" showLabel size="sm" className="mb-1" />
        </div>
        <TabsContent value="response" className="space-y-3 pt-3"><ResponseView attempt={attempt} /></TabsContent>
        <TabsContent value="request" className="space-y-3 pt-3">
          <p className="font-mono text-13 break-all"><span className="font-semibold">{attempt.request.method}</span> {attempt.request.url}</p>
          <HeaderList headers={attempt.request.headers} label="Request headers" />
          <BodyView body={attempt.request.body} label="request body" />
        </TabsContent>
      </Tabs>
    </section>
  )
}

function ResponseView({ attempt }: { attempt: AttemptView }) {
  const { response, timings, durationMs } = attempt
  if (!response) return <p className="text-ink-soft">No answer came. {timingText(timings)}</p>
  return (
    <>
      <p className="text-13">
        <span className={response.status >= 200 && response.status < 300 ? 'font-medium text-ok' : 'font-medium text-bad'}>
          HTTP {response.status}
        </span>
        <span className="text-ink-soft"> in {formatMs(durationMs)}</span>
        {timings && <span className="text-ink-faint"> · {timingText(timings)}</span>}
      </p>
      <HeaderList headers={response.headers} label="Response headers" />
      <BodyView body={response.body} label="response body" truncated={response.truncated} />
    </>
  )
}

/** `dns 4 ms · connect 18 ms · tls 31 ms · first byte 74 ms`: what was measured. */
function timingText(timings: Timings | null): string {
  if (!timings) return ''
  const parts = [['dns', timings.dnsMs], ['connect', timings.connectMs], ['tls', timings.tlsMs], ['first byte', timings.firstByteMs]] as const
  return parts.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${formatMs(ms)}`])).join(' · ')
}
