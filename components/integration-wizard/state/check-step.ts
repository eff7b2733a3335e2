import type * as z from 'zod'
import type { WizardStep } from '@/lib/contracts/draft'
import type { EventTypeView } from '@/lib/contracts/event-type'
import { checkParam, listParams } from './check-params'
import { checkUrlLightly, originOf } from './check-url-lightly'
import { activeTriggers, isKept, type FormState } from './form-state'
import { mapPointer, uniqueErrors, type WizardError } from './map-pointers'
import { wordTrigger } from './split-label'
import { stepSchemas } from './step-schemas'
import { sentHeaders, toContract } from './to-contract'

export interface StepContext {
  eventTypes: readonly EventTypeView[]
  /** Per event type what is wrong with its template, only errors. */
  brokenTemplates: Readonly<Record<string, string>>
  /** The address that stored secrets belong to, `null` when none is stored. */
  savedUrl: string | null
}

/** All that stands against confirming a step, in the order of the screen. */
export function checkStep(step: WizardStep, form: FormState, context: StepContext): WizardError[] {
  const result = stepSchemas[step].safeParse(toContract(form))
  const issues = result.success ? [] : result.error.issues.map((issue) => wordIssue(issue, form))
  const own = issues.filter((error) => step === 'enable' || error.step === step || error.step === 'enable')
  return uniqueErrors([...own, ...extraChecks(step, form, context)])
}

function extraChecks(step: WizardStep, form: FormState, context: StepContext): WizardError[] {
  switch (step) {
    case 'type':
      return form.preset === null ? [{ step, field: 'preset', message: 'Choose a type.' }] : []
    case 'triggers':
      return checkParams(form, context)
    case 'destination':
      return checkKeptSecrets(form, context.savedUrl)
    case 'payload':
      return [] // a broken template can be left for later; only enabling needs it whole
    case 'enable':
      return form.enabled ? checkTemplates(form, context) : []
  }
}

function checkParams(form: FormState, { eventTypes }: StepContext): WizardError[] {
  const types = new Map(eventTypes.map((type) => [type.key, type]))
  return activeTriggers(form).flatMap((trigger) =>
    listParams(types.get(trigger.type)?.params ?? {}).flatMap(({ name, schema }) => {
      const message = checkParam(trigger.params[name], schema)
      return message === null ? [] : [{ step: 'triggers' as const, field: `triggers.${trigger.type}.params.${name}`, message }]
    }),
  )
}

/** A new scheme, host or port needs the destination's secrets again, so that nobody can send them elsewhere unread. */
function checkKeptSecrets(form: FormState, savedUrl: string | null): WizardError[] {
  if (savedUrl === null || originOf(savedUrl) === '' || originOf(form.url) === originOf(savedUrl)) return []
  const message = 'The address has another host now: type this secret again.'
  const headers = sentHeaders(form).filter((row) => isKept(row.value)).map((row) => `headers.${row.key}.value`)
  const password = form.auth.kind === 'basic' && isKept(form.auth.password) ? ['auth.password'] : []
  const token = form.auth.kind === 'bearer' && isKept(form.auth.token) ? ['auth.token'] : []
  return [...headers, ...password, ...token].map((field) => ({ step: 'destination', field, message }))
}

function checkTemplates(form: FormState, { brokenTemplates, eventTypes }: StepContext): WizardError[] {
  return activeTriggers(form).flatMap(({ type, params }) => {
    const said = brokenTemplates[type]
    if (said === undefined) return []
    const known = eventTypes.find(({ key }) => key === type)
    return [{ step: 'payload' as const, field: `template.${type}`, message: `${known ? wordTrigger(known, params) : type}: ${said}` }]
  })
}

function wordIssue(issue: z.core.$ZodIssue, form: FormState): WizardError {
  const pointer = issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  const place = mapPointer(pointer, form)
  const url = place.field === 'url' ? checkUrlLightly(form.url) : null
  const long = place.field === 'name' && issue.code === 'too_big' ? 'A name has at most 200 characters.' : null
  return { ...place, message: url ?? long ?? wordings[place.field] ?? wordCode(issue) }
}

const wordings: Record<string, string> = {
  name: 'Give the integration a name.',
  ownerEmail: 'This is not a mail address.',
  triggers: 'Choose at least one trigger.',
  'policy.timeoutSeconds': 'The time limit is 1 to 30 seconds.',
  'policy.retryDelays': 'Write up to 15 waits of 1 s to 24 h, as in “5 s, 5 min, 2 h”.',
  'limits.perSecond': 'Give a whole number from 1 to 10000, or leave it empty.',
  'limits.concurrency': 'Give a whole number from 1 to 1000, or leave it empty.',
}

function wordCode(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return 'Fill this in.'
  if (issue.code === 'too_big') return `This is too long: at most ${String(issue.maximum)}.`
  return issue.message
}
