import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { InboxAnswer } from '@/lib/contracts/inbox'
import { answerChoices, findChoice, timesOptions } from './answer-choices'
import { useSetAnswer } from './use-inbox'

/** How the inbox answers; a choice counts at once. */
export function InboxAnswerFields({ answer }: { answer: InboxAnswer }) {
  const set = useSetAnswer()
  const shown = set.isPending ? set.variables : answer
  const choice = findChoice(shown)
  const isPlain = choice.key === 'ok'
  const options = answerChoices.map(({ key, label }) => ({ value: key, label }))
  const choose = (key: string) => {
    const { behaviour } = answerChoices.find((one) => one.key === key) ?? choice
    set.mutate({ ...behaviour, times: key === 'ok' ? null : shown.times })
  }
  return (
    <div>
      <div className="flex flex-wrap gap-x-3 gap-y-2">
        <Field label="It answers" className="w-full sm:w-64">
          <Select
            value={choice.key} onValueChange={choose}
            options={choice.key === 'other' ? [...options, { value: 'other', label: choice.label }] : options}
          />
        </Field>
        <Field label="How often" className="w-full sm:w-52">
          <Select
            value={shown.times === null ? '' : String(shown.times)} options={timesOptions(shown.times)} disabled={isPlain}
            onValueChange={(times) => set.mutate({ ...choice.behaviour, times: times === '' ? null : Number(times) })}
          />
        </Field>
      </div>
      <p aria-live="polite" className="mt-1.5 text-13 text-ink-soft">{choice.hint}{shown.times !== null && ' Then it answers 200 OK again.'}</p>
    </div>
  )
}
