import { checkSchema, toObjectSchema } from '@/lib/catalogue/check-schema'
import type { EventType } from '@/lib/catalogue/event-type'
import { checkDescription } from '@/lib/catalogue/fill-description'
import { generateTemplate } from '@/lib/catalogue/generate-template'
import { inferSchema } from '@/lib/catalogue/infer-schema'
import type { ObjectSchema } from '@/lib/catalogue/json-schema'
import { makeOwnType } from '@/lib/catalogue/make-own-type'
import { EDGE_CASES, makeSample, readSample, type GivenSample } from '@/lib/catalogue/own-samples'
import { validateSchema } from '@/lib/catalogue/validate-schema'
import { occurredAt } from '@/lib/contracts/event'
import { MAX_OWN_SAMPLES } from '@/lib/contracts/choices'
import type { EventTypePatch } from '@/lib/contracts/event-type'
import type { FieldError } from '@/lib/contracts/problem'
import { DEFAULT_CONTENT_TYPE } from '@/lib/deliveries/content-type'
import { invalid } from '@/lib/errors'
import { isSameJson } from '@/lib/json/is-same-json'
import type { JsonObject, JsonValue } from '@/lib/json/json-value'
import { stringifyJson } from '@/lib/json/stringify-json'
import { checkWhileWaiting } from '@/lib/renderers/renderers'
import { sampleSurroundings } from '@/lib/templates/sample-scope'

/** An own event type as it is stored, JSON as text. */
export interface JudgedType {
  label: string
  descriptionTemplate: string
  samples: string
  contextSchema: string
  schemaGiven: boolean
  defaultTemplate: string
  templateGiven: boolean
}

/** What is stored already, when it is changed. */
export interface FormerType {
  label: string
  descriptionTemplate: string
  samples: ReadonlyArray<{ given: GivenSample; shown: GivenSample }> // as stored, and as it was read
  contextSchema: ObjectSchema | null // null: inferred
  defaultTemplate: string | null // null: generated
}

const MAX_BYTES = 64 * 1024
// Also when a client has lost the last digits of a number on the way.
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
const isObject = (value: JsonValue | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

interface PlacedSample {
  at: string // pointer; empty for one that was there already
  sample: GivenSample
}

// `exact` is the body with its numbers to the digit.
const placeSamples = ({ sample, samples }: JsonObject, former: FormerType | null): PlacedSample[] => {
  const known = former?.samples ?? []
  const kept = known.map(({ given }): PlacedSample => ({ at: '', sample: given }))
  // What was read and is sent back stays as it was given: what was filled in for it goes on following the rest.
  const read = (one: JsonObject): GivenSample => {
    const sent = readSample(one)
    return known.find(({ shown }) => isSame(sent, { ...shown, ...(sent.name === undefined && { name: undefined }) }))?.given ?? sent
  }
  const first = isObject(sample) ? [{ at: '/sample', sample: read(sample) }] : kept.slice(0, 1)
  const listed = Array.isArray(samples) ? samples : null
  const others = listed?.flatMap((one, index) => (isObject(one) ? [{ at: `/samples/${index}`, sample: read(one) }] : [])) ?? kept.slice(1)
  // As they were read, the first is there again, and one that is made here.
  const isNew = (one: PlacedSample) => one.sample.name !== EDGE_CASES && !first.some((other) => isSame(other.sample.context, one.sample.context))
  return [...first, ...others.filter(isNew)]
}

const checkSamples = (samples: readonly PlacedSample[], schema: ObjectSchema): FieldError[] => {
  const errors: FieldError[] = []
  for (const { at, sample } of samples) {
    const [misfit] = validateSchema(schema, sample.context)
    // One that was there is no fault of the sample but of the new schema.
    if (misfit) errors.push({ pointer: at || '/contextSchema', code: 'misfit', message: `The sample does not fit contextSchema: ${misfit.pointer || 'it'} ${misfit.message}` })
    if (sample.occurredAt !== undefined && !occurredAt.safeParse(sample.occurredAt).success) {
      errors.push({ pointer: at, code: 'invalid', message: 'occurredAt must be an RFC 3339 date-time such as 2020-06-29T01:14:11.323507851Z' })
    }
  }
  if (samples.length > MAX_OWN_SAMPLES) errors.push({ pointer: '/samples', code: 'too_big', message: `At most ${MAX_OWN_SAMPLES} samples are kept` })
  if (Buffer.byteLength(stringifyJson(samples.map(({ sample }) => sample))) > MAX_BYTES) {
    errors.push({ pointer: samples.find(({ at }) => at !== '')?.at ?? '', code: 'too_big', message: 'All samples together may have 64 KB' })
  }
  return errors
}

const settleSchema = (given: EventTypePatch['contextSchema'], contexts: readonly JsonObject[], former: FormerType | null) => {
  const inferred = inferSchema(...contexts)
  if (given === null || (given === undefined && !former?.contextSchema)) return { schema: inferred, isGiven: false, errors: [] }
  if (given === undefined) return { schema: former?.contextSchema ?? inferred, isGiven: true, errors: [] }
  const errors = checkSchema(given).map((problem) => ({ ...problem, pointer: `/contextSchema${problem.pointer}` }))
  if (stringifyJson(given).length > MAX_BYTES) errors.push({ pointer: '/contextSchema', code: 'too_big', message: 'A schema may have 64 KB' })
  const schema = errors.length === 0 ? toObjectSchema(given) : inferred
  // What was read and sent back still follows the samples.
  return contexts.length > 0 && isSameJson(schema, inferred) ? { schema: inferred, isGiven: false, errors } : { schema, isGiven: true, errors }
}

const settleTemplate = (given: EventTypePatch['defaultTemplate'], schema: ObjectSchema, former: FormerType | null) => {
  const generated = generateTemplate(schema)
  const template = given === undefined ? (former?.defaultTemplate ?? generated) : (given ?? generated)
  return { template, isGiven: template !== generated }
}

// A default template must give a valid body for each sample, or an integration that takes it could not be switched on.
const checkTemplate = async (workspaceId: string, type: EventType): Promise<FieldError[]> => {
  const { delivery, integration, workspace } = sampleSurroundings()
  for (const { name, ...sample } of type.samples) {
    const { problems } = await checkWhileWaiting(workspaceId, {
      template: type.defaultTemplate, delivery, notification: stringifyJson(sample), contextSchema: type.contextSchema,
      frame: { contentType: DEFAULT_CONTENT_TYPE, integration, workspace },
    })
    const bad = problems.find(({ severity }) => severity === 'error')
    if (bad) return [{ pointer: '/defaultTemplate', code: `template_${bad.code}`, message: `Line ${bad.line}, column ${bad.column}: ${bad.message} (sample "${name}")` }]
  }
  return []
}

/**
 * Judges a new own event type or a change of one and settles what follows from its samples; throws 422 with all that is
 * wrong. `exact` is the body as `parseJson` reads it: samples are kept to the digit.
 */
export async function judgeEventType(
  workspaceId: string, key: string, given: EventTypePatch & { label: string }, exact: JsonObject, former: FormerType | null,
): Promise<JudgedType> {
  const placed = placeSamples(exact, former)
  const { schema, isGiven: schemaGiven, errors } = settleSchema(given.contextSchema, placed.map(({ sample }) => sample.context), former)
  const samples = placed.length > 0 ? placed : [{ at: '/contextSchema', sample: { context: makeSample(schema) } }]
  if (errors.length === 0) errors.push(...checkSamples(samples, schema))
  const descriptionTemplate = given.descriptionTemplate === undefined ? (former?.descriptionTemplate ?? '') : (given.descriptionTemplate ?? '')
  const badDescription = checkDescription(descriptionTemplate)
  if (badDescription !== null) errors.push({ pointer: '/descriptionTemplate', code: 'invalid', message: badDescription })
  const { template, isGiven: templateGiven } = settleTemplate(given.defaultTemplate, schema, former)
  const kept = samples.map(({ sample }) => sample)
  const type = makeOwnType({ key, label: given.label, descriptionTemplate, contextSchema: schema, samples: kept, defaultTemplate: template })
  if (errors.length === 0 && templateGiven) errors.push(...(await checkTemplate(workspaceId, type)))
  if (errors.length > 0) throw invalid(errors)
  return {
    label: given.label, descriptionTemplate, samples: stringifyJson(kept), contextSchema: stringifyJson(schema), schemaGiven,
    defaultTemplate: template, templateGiven,
  }
}
