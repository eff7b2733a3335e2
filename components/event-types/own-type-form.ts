import type { EventType } from '@/lib/catalogue/event-type'
import { checkDescription } from '@/lib/catalogue/fill-description'
import { generateTemplate } from '@/lib/catalogue/generate-template'
import { inferSchema } from '@/lib/catalogue/infer-schema'
import type { ObjectSchema } from '@/lib/catalogue/json-schema'
import { makeOwnType } from '@/lib/catalogue/make-own-type'
import { EDGE_CASES, readSample, type GivenSample } from '@/lib/catalogue/own-samples'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { JsonError } from '@/lib/json/json-error'
import type { JsonObject } from '@/lib/json/json-value'
import { parseJson } from '@/lib/json/parse-json'
import { stringifyJson } from '@/lib/json/stringify-json'
import { suggestKey } from './suggest-key'

type SampleView = EventTypeView['samples'][number]

/** A sample on the screen: its context as text, and for a stored one what it was. */
export interface SampleText {
  text: string
  stored?: { view: SampleView; text: string }
}

/** What is on the screen. Null: as it follows from the rest. */
export interface OwnTypeForm {
  label: string
  key: string | null
  description: string
  samples: readonly SampleText[]
  schema: ObjectSchema | null
  template: string | null
}

export const emptyOwnType: OwnTypeForm = { label: '', key: null, description: '', samples: [{ text: '' }], schema: null, template: null }

/** The form of a stored type. */
export function toForm({ label, key, samples, contextSchema, defaultTemplate, own }: EventTypeView): OwnTypeForm {
  const given = samples.filter(({ name }) => name !== EDGE_CASES)
  return {
    label, key,
    description: own?.descriptionTemplate ?? '',
    samples: given.map((view) => {
      const text = stringifyJson(view.sample.context, 2)
      return { text, stored: { view, text } }
    }),
    schema: own?.inferred.contextSchema ? null : (contextSchema as ObjectSchema), // the API has checked it
    template: own?.inferred.defaultTemplate ? null : defaultTemplate,
  }
}

export type ReadText = { ok: true; sample: GivenSample } | { ok: false; message: string | null } // null: nothing was typed yet

/** A typed or pasted sample: an event, or only its context. */
export function readText(text: string): ReadText {
  if (text.trim() === '') return { ok: false, message: null }
  try {
    const value = parseJson(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) === Object.prototype
    return isObject ? { ok: true, sample: readSample(value as JsonObject) } : { ok: false, message: 'A sample is a JSON object, such as {"orderId": 1042}.' }
  } catch (error) {
    return { ok: false, message: `This is not JSON: ${error instanceof JsonError ? error.message : 'it cannot be read'}.` }
  }
}

/** All that follows from what is on the screen. */
export interface Derived {
  key: string
  read: readonly ReadText[]
  schema: ObjectSchema
  template: string
  /** Null as long as no sample can be read. */
  type: EventType | null
  descriptionProblem: string | null
}

export function derive(form: OwnTypeForm): Derived {
  const key = form.key ?? suggestKey(form.label)
  const read = form.samples.map(({ text }) => readText(text))
  const samples = read.flatMap((one) => (one.ok ? [one.sample] : []))
  const schema = form.schema ?? inferSchema(...samples.map(({ context }) => context))
  const template = form.template ?? generateTemplate(schema)
  const descriptionProblem = checkDescription(form.description)
  const type = samples.length === 0 ? null : makeOwnType({
    key: key || 'your.event', label: form.label.trim() || 'Your event', descriptionTemplate: descriptionProblem === null ? form.description : '',
    contextSchema: schema, samples, defaultTemplate: template,
  })
  return { key, read, schema, template, type, descriptionProblem }
}

// A stored sample that was not touched goes back as it was read: then it stays to the last detail.
function toSent({ text, stored }: SampleText): unknown {
  if (stored && stored.text === text) return stored.view
  const parsed = parseJson(text)
  return stored ? { name: stored.view.name, sample: readSample(parsed as JsonObject) } : parsed // readText has seen it
}

/** The body of POST and PATCH. */
export function toBody(form: OwnTypeForm): object {
  const [first, ...others] = form.samples.filter(({ text }) => text.trim() !== '')
  return {
    key: derive(form).key,
    label: form.label.trim(),
    descriptionTemplate: form.description.trim() === '' ? null : form.description.trim(),
    ...(first && { sample: toSent(first) }),
    samples: others.map(toSent),
    contextSchema: form.schema,
    defaultTemplate: form.template,
  }
}
