import { useQuery } from '@tanstack/react-query'
import { RelativeTime } from '@/components/ui/relative-time'
import { FieldError } from '@/components/ui/field'
import { RadioCard, RadioCards } from '@/components/ui/radio-cards'
import { Textarea } from '@/components/ui/textarea'
import { eventKeys } from '@/lib/api-client/query-keys'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { fetchRecentEvents } from '../api/wizard-api'
import { checkSampleText, eventChoice, listSampleChoices, type SampleChoice } from '../preview/sample-choice'
import { useWizard } from '../wizard-context'

/** Which data the preview and the test use: ready ones, what really happened, or the user's own JSON. */
export function SampleTab({ type, sample }: { type: EventTypeView; sample: SampleChoice }) {
  const { setSample } = useWizard()
  const recent = useQuery({
    queryKey: eventKeys.list({ type: type.key, limit: 10, for: 'sample' }),
    queryFn: () => fetchRecentEvents(type.key),
  })
  const events = (recent.data?.data ?? []).map((event) => ({ event, choice: eventChoice(event) }))
  const choices = [...listSampleChoices(type), ...events.map((entry) => entry.choice)]
  const problem = checkSampleText(sample.text)
  const choose = (source: string) => {
    const choice = choices.find((entry) => entry.source === source)
    setSample(type.key, choice ?? { ...sample, source: 'own', title: 'Own JSON' })
  }
  return (
    <div className="space-y-3 p-3">
      <RadioCards aria-label="Sample" value={sample.source} onValueChange={choose} className="gap-1 sm:grid-cols-1 lg:grid-cols-1">
        {listSampleChoices(type).map(({ source, title }) => <RadioCard key={source} value={source} title={title} className="px-2.5 py-1.5" />)}
        {events.map(({ event, choice }) => (
          <RadioCard
            key={choice.source} value={choice.source} className="px-2.5 py-1.5"
            title={<>{choice.title} <span className="font-normal text-ink-faint"><RelativeTime iso={event.occurredAt} /></span></>}
            description={<span className="line-clamp-1">{event.description}</span>}
          />
        ))}
        <RadioCard value="own" title="Own JSON" className="px-2.5 py-1.5" />
      </RadioCards>
      {recent.isSuccess && events.length === 0 && <p className="text-12 text-ink-faint">No event of this type has come in yet.</p>}
      <Textarea
        aria-label="Sample as JSON" aria-invalid={problem !== null || undefined} aria-describedby={problem ? 'sample-error' : undefined}
        rows={12} spellCheck={false} wrap="off" className="font-mono text-12" value={sample.text}
        onChange={(event) => setSample(type.key, { source: 'own', title: 'Own JSON', text: event.target.value })}
      />
      {problem && <FieldError id="sample-error">{problem}</FieldError>}
      <p className="text-12 text-ink-faint">What you leave out comes from the default.</p>
    </div>
  )
}
