import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { prettyBody } from '@/components/integration-wizard/payload/describe-test'
import { useDebounced } from '@/components/lists/use-debounced'
import { CodeBlock } from '@/components/ui/code-block'
import { apiFetch } from '@/lib/api-client/api-fetch'
import { ruleKeys } from '@/lib/api-client/query-keys'
import type { KnownAnswer, PreviewResult } from '@/lib/contracts/template'
import { wordAnswers } from './known-answers'

interface StepPreviewProps {
  /** As `POST /templates/preview` takes it; nothing is shown of one that is half-typed. */
  request: object
  number: number
  /** What the web requests before it have answered. */
  answers: readonly (KnownAnswer | null)[]
}

/** What a web request's body would be for an event like the one that the rule waits for, and what is wrong with it. */
export function StepPreview({ request, number, answers }: StepPreviewProps) {
  const asked = useDebounced(JSON.stringify(request), 400)
  const { data } = useQuery({
    queryKey: ruleKeys.preview(asked),
    queryFn: ({ signal }) => fetchPreview(JSON.parse(asked), signal),
    retry: false,
    staleTime: Infinity,
    placeholderData: (former) => former,
  })
  if (!data) return null
  const { valid, output, bytes, problems } = data
  const Icon = valid ? CircleCheck : CircleX
  const taken = wordAnswers(answers)
  return (
    <div className="space-y-2">
      <CodeBlock
        label={`preview of web request ${number}`} code={prettyBody(output)} className="[&_pre]:max-h-80"
        toolbar={(
          <>
            <span className="font-medium">Preview</span>
            <span aria-live="polite" className={`flex items-center gap-1 ${valid ? 'text-ok' : 'text-bad'}`}><Icon aria-hidden className="size-3.5" />{valid ? 'valid' : 'not valid'}</span>
            <span className="text-ink-faint tabular-nums">{bytes} bytes</span>
          </>
        )}
      />
      {taken && <p className="text-13 text-ink-faint">{taken}</p>}
      {problems.length > 0 && (
        <ul aria-label={`Problems of web request ${number}`} className="space-y-1 text-13">
          {problems.map(({ severity, line, column, message, suggestion }) => (
            <li key={`${line}:${column} ${message}`} className="flex items-start gap-2">
              {severity === 'error' ? <CircleX aria-label="Error" className="mt-0.5 size-4 text-bad" /> : <TriangleAlert aria-label="Warning" className="mt-0.5 size-4 text-warn" />}
              <span className="min-w-0 break-words"><code className="text-12 text-ink-faint tabular-nums">{line}:{column}</code> {message}{suggestion !== undefined && `. Did you mean ${suggestion}?`}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Null: not whole yet, so nobody is asked. What judges it is loaded then. */
async function fetchPreview(request: object, signal: AbortSignal): Promise<PreviewResult | null> {
  const { previewInput } = await import('@/lib/contracts/template')
  if (!previewInput.safeParse(request).success) return null
  return apiFetch<PreviewResult>('/api/v1/templates/preview', { method: 'POST', body: request, signal })
}
