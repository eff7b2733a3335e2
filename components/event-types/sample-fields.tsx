'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Textarea } from '@/components/ui/textarea'
import { MAX_OWN_SAMPLES } from '@/lib/contracts/choices'
import { parseJson } from '@/lib/json/parse-json'
import { stringifyJson } from '@/lib/json/stringify-json'
import { readText, type ReadText, type SampleText } from './own-type-form'

interface SampleFieldsProps {
  samples: readonly SampleText[]
  read: readonly ReadText[]
  /** What the server said of a sample, by its place. */
  errorOf: (index: number) => string | undefined
  onChange: (samples: readonly SampleText[]) => void
}

const EXAMPLE = `{
  "orderId": 1042,
  "shippedAt": "2026-01-01T09:30:00Z",
  "customer": { "name": "Ada" },
  "items": [{ "sku": "A-1", "count": 2 }]
}`

const tidy = (text: string) => stringifyJson(parseJson(text), 2)

const wordSample = (index: number, name: string | undefined) => {
  const plain = `Sample ${index + 1}`
  return name === undefined || name === plain || index === 0 ? plain : `${plain}: ${name}`
}

/** Ids of the fields, for the summary of errors. */
export const sampleId = (index: number) => `sample-${index}`

export function SampleFields({ samples, read, errorOf, onChange }: SampleFieldsProps) {
  const set = (index: number, text: string) => onChange(samples.map((sample, place) => (place === index ? { ...sample, text } : sample)))
  return (
    <div className="space-y-4">
      {samples.map(({ text, stored }, index) => {
        const state = read[index]
        const problem = state && !state.ok ? state.message : null
        return (
          <div key={index} className="relative">
            <Field
              id={sampleId(index)} required={index === 0}
              label={samples.length === 1 ? 'Sample' : wordSample(index, stored?.view.name)}
              error={problem ?? errorOf(index)}
              hint={index === 0 ? 'The context of an event as your product will send it, or the whole event. Only for looks and tests: it is sent to nobody.' : undefined}
            >
              <Textarea
                rows={Math.min(18, Math.max(index === 0 ? 9 : 5, text.split('\n').length + 1))} value={text} spellCheck={false} autoCapitalize="off" wrap="off"
                className="font-mono text-13" placeholder={index === 0 ? EXAMPLE : '{}'} onChange={(event) => set(index, event.target.value)}
                onPaste={(event) => {
                  const pasted = event.clipboardData.getData('text')
                  if (text.trim() !== '' || !readText(pasted).ok) return
                  event.preventDefault()
                  set(index, tidy(pasted)) // what comes out of a log is one long line
                }}
              />
            </Field>
            <div className="absolute -top-1 right-0 flex items-center gap-1">
              {state?.ok && <Button size="sm" variant="ghost" onClick={() => set(index, tidy(text))}>Tidy up</Button>}
              {samples.length > 1 && <IconButton size="sm" label={`Remove sample ${index + 1}`} onClick={() => onChange(samples.filter((_, place) => place !== index))}><X /></IconButton>}
            </div>
          </div>
        )
      })}
      <div className="space-y-1.5">
        <Button size="sm" disabled={samples.length >= MAX_OWN_SAMPLES} onClick={() => onChange([...samples, { text: '' }])}><Plus />Add another sample</Button>
        <p className="text-13 text-ink-faint">
          {samples.length === 1
            ? 'One sample cannot tell what is always there: nothing is required. Add a second one to tell, or tick the fields.'
            : 'What all samples have is required; what is missing or null in one is optional.'}
        </p>
      </div>
    </div>
  )
}
