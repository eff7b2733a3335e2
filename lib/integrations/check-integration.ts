import type { IntegrationInput, TriggerInput } from '@/lib/contracts/integration'
import type { FieldError } from '@/lib/contracts/problem'
import type { EventType } from '@/lib/catalogue/event-type'
import { resolveParams } from '@/lib/catalogue/resolve-params'
import { findTypes } from '@/lib/event-types/own-types'
import { stringifyJson } from '@/lib/json/stringify-json'
import { checkHeaders } from '@/lib/security/check-headers'
import { checkUrl, MAX_URL_LENGTH, type UrlRefusal } from '@/lib/security/check-url'
import { destinationPolicy } from '@/lib/security/outgoing'
import { checkWhileWaiting } from '@/lib/renderers/renderers'
import { checkPortfolios } from '@/lib/scores/check-portfolios'
import { sampleSurroundings } from '@/lib/templates/sample-scope'
import { contentTypeOf } from '@/lib/deliveries/content-type'
import { appendParams } from '@/lib/deliveries/prepare-request'
import type { DestinationDraft } from './apply-secrets'
import { checkSigning } from './settle-signing'

/** What checkIntegration settles on the way. */
export interface CheckedIntegration {
  url: string
  triggers: Array<Pick<TriggerInput, 'type' | 'params' | 'conditions' | 'template'>>
  errors: FieldError[]
}

type Headers = ReadonlyArray<{ name: string; value: string; secret: boolean }>

type Types = ReadonlyMap<string, EventType>

const checkTriggers = (given: IntegrationInput['triggers'], types: Types): Pick<CheckedIntegration, 'triggers' | 'errors'> => {
  const errors: FieldError[] = []
  const triggers = given.map(({ type: key, params, conditions, template }, index) => {
    const at = `/triggers/${index}`
    const type = types.get(key)
    if (!type) {
      errors.push({ pointer: `${at}/type`, code: 'unknown_type', message: `There is no event type "${key}"` })
      return { type: key, params, conditions, template }
    }
    if (given.findIndex((other) => other.type === key) < index) {
      errors.push({ pointer: `${at}/type`, code: 'duplicate', message: `The trigger ${key} is there already` })
    }
    const resolved = resolveParams(type, params)
    if (!resolved.ok) {
      errors.push(...resolved.problems.map((problem) => ({ ...problem, pointer: `${at}/params${problem.pointer}` })))
      return { type: key, params, conditions, template }
    }
    return { type: key, params: resolved.values, conditions, template }
  })
  return { triggers, errors }
}

/** What is wrong with a template for a type's sample, as a message for its field; undefined when nothing is. */
export async function checkTemplateOf(
  workspaceId: string, type: Pick<EventType, 'sample' | 'contextSchema'> | undefined, template: string | null,
  shown: { name: string; headers: Headers; scope?: string },
): Promise<Omit<FieldError, 'pointer'> | undefined> {
  if (!type || template === null) return undefined
  const { delivery, integration, workspace } = sampleSurroundings({ integrationName: shown.name })
  const { problems } = await checkWhileWaiting(workspaceId, {
    template, delivery,
    frame: { contentType: contentTypeOf(shown.headers), integration, workspace, scope: shown.scope ?? null },
    notification: stringifyJson(type.sample),
    contextSchema: type.contextSchema,
  })
  const bad = problems.find((problem) => problem.severity === 'error')
  return bad && { code: `template_${bad.code}`, message: `Line ${bad.line}, column ${bad.column}: ${bad.message}` }
}

// An integration can only be switched on when every body it would send is valid.
const checkTemplates = async (
  workspaceId: string, triggers: CheckedIntegration['triggers'], types: Types, name: string, headers: Headers,
): Promise<FieldError[]> => checkAll(triggers.map(async ({ type, template }, index) => {
  const bad = await checkTemplateOf(workspaceId, types.get(type), template, { name, headers })
  return bad && { pointer: `/triggers/${index}/template`, ...bad }
}))

/** What these checks have found. Where one is wrong for certain, nobody need wait for those that have not had their turn. */
export async function checkAll(checks: ReadonlyArray<Promise<FieldError | undefined>>): Promise<FieldError[]> {
  const checked = await Promise.allSettled(checks)
  const errors = checked.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []))
  const unknown = checked.find((one) => one.status === 'rejected')
  if (unknown && errors.length === 0) throw unknown.reason
  return errors
}

const FORBIDDEN_PLACES: ReadonlySet<UrlRefusal> = new Set(['private_address', 'reserved_name', 'own_address', 'https_only', 'port'])

/**
 * Whether a destination may be sent to: its URL, the rules for headers, names that cannot be written. `values` are those
 * of the headers, secret ones too. Errors carry pointers from `base` on; `url` is the one to keep.
 */
export function checkDestination(
  destination: DestinationDraft, headers: Headers, values: ReadonlyArray<string | null>, { base, test }: { base: string; test?: boolean },
): { url: string; errors: FieldError[] } {
  const errors: FieldError[] = []
  const url = checkUrl(destination.url, destinationPolicy())
  // A test of an address that may not be reached is answered like any failed test, by the door itself.
  const leftToTheDoor = !url.ok && test === true && FORBIDDEN_PLACES.has(url.code)
  if (!url.ok && !leftToTheDoor) errors.push({ pointer: `${base}/url`, code: url.code, message: url.message })
  const full = url.ok ? appendParams(url.href, destination.params).length : 0
  if (full > MAX_URL_LENGTH) {
    errors.push({ pointer: `${base}/params`, code: 'too_long', message: `With its parameters the URL is ${full} characters long; at most ${MAX_URL_LENGTH} are sent` })
  }
  const named = headers.map(({ name }, index) => ({ name, value: values[index] ?? '' }))
  const proto = headers.findIndex(({ name }) => name === '__proto__')
  if (proto >= 0) errors.push({ pointer: `${base}/headers/${proto}/name`, code: 'reserved', message: 'This name cannot be used' })
  for (const problem of checkHeaders(named, { authKind: destination.auth.kind })) {
    errors.push({ pointer: `${base}/headers/${problem.index}/${problem.field}`, code: problem.code, message: problem.message })
  }
  const { auth } = destination
  if (auth.kind === 'basic' && (auth.username.includes(':') || /\p{Cc}/u.test(auth.username))) {
    errors.push({ pointer: `${base}/auth/username`, code: 'invalid', message: 'Must not contain a colon (RFC 7617)' })
  }
  return { url: url.ok ? url.href : destination.url, errors }
}

/**
 * Everything that the contract alone cannot judge: whether URL and headers may be used, types and parameters exist,
 * and, when it is to be enabled, each template gives a valid body. Errors carry pointers into the request.
 */
export async function checkIntegration(
  workspaceId: string, input: IntegrationInput, headers: Headers, headerValues: ReadonlyArray<string | null>, options: { test?: boolean } = {},
): Promise<CheckedIntegration> {
  const types = await findTypes(workspaceId, input.triggers.map(({ type }) => type))
  const { triggers, errors: ofTriggers } = checkTriggers(input.triggers, types)
  const { url, errors: ofDestination } = checkDestination(input.destination, headers, headerValues, { ...options, base: '/destination' })
  const ofConditions = options.test ? [] : await checkPortfolios(workspaceId, triggers.map(({ conditions = [] }, index) => ({ base: `/triggers/${index}/conditions`, conditions })))
  const errors = [...ofTriggers, ...ofConditions, ...ofDestination, ...checkSigning(input.signing, headers.map(({ name }) => name))]
  if (errors.length === 0 && input.enabled) errors.push(...(await checkTemplates(workspaceId, triggers, types, input.name, headers)))
  return { url, triggers, errors }
}
