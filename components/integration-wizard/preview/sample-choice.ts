import { JsonError } from '@/lib/json/json-error'
import { parseJson } from '@/lib/json/parse-json'
import type { EventView } from '@/lib/contracts/event'
import type { EventTypeView } from '@/lib/contracts/event-type'

/** Which notification the preview and the test use. `own` is typed by hand; the others are shown as the same text. */
export interface SampleChoice {
  source: string // 'default', 'sample:1', 'event:evt_…', 'own'
  title: string
  text: string // the notification as indented JSON
}

type Notification = Pick<EventTypeView['sample'], 'id' | 'type' | 'description' | 'occurredAt' | 'context'>

function toText({ id, type, description, occurredAt, context }: Notification): string {
  return JSON.stringify({ id, type, description, occurredAt, context }, null, 2)
}

export function defaultChoice(type: EventTypeView): SampleChoice {
  return { source: 'default', title: 'Default', text: toText(type.sample) }
}

/** The default and the further samples of a type; the first of `samples` is the default itself. */
export function listSampleChoices(type: EventTypeView): SampleChoice[] {
  const standard = defaultChoice(type)
  const others = type.samples
    .map(({ name, sample }, index) => ({ source: `sample:${index}`, title: name, text: toText(sample) }))
    .filter((choice) => choice.text !== standard.text)
  return [standard, ...others]
}

export function eventChoice(event: EventView): SampleChoice {
  const { id, number, type, description, occurredAt, context } = event
  const isObject = typeof context === 'object' && context !== null && !Array.isArray(context)
  return {
    source: `event:${id}`,
    title: `Event ${number}`,
    text: toText({ id: number, type, description, occurredAt, context: isObject ? { ...context } : {} }),
  }
}

/** What is wrong with a typed sample, or null. */
export function checkSampleText(text: string): string | null {
  try {
    const value = parseJson(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? null : 'The sample must be a JSON object like {"context": {…}}.'
  } catch (error) {
    return error instanceof JsonError ? `This is not JSON: ${error.message}.` : 'This is not JSON.'
  }
}
