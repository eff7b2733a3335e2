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
import { sampleSurroundings } from '@/lib/templates/sample-scope'
import type { Problem } from '@/lib/templates/template-problem'
import { contentTypeOf } from '@/lib/deliveries/content-type'
import { appendParams } from '@/lib/deliveries/prepare-request'
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

const checkOne = async (
  workspaceId: string, { type: key, template }: CheckedIntegration['triggers'][number], types: Types, name: string, headers: Headers,
): Promise<Problem | undefined> => {
  const type = types.get(key)
  if (!type || template === null) return undefined
  const { delivery, integration, workspace } = sampleSurroundings({ integrationName: name })
  const { problems } = await checkWhileWaiting(workspaceId, {
    template, delivery,
    frame: { contentType: contentTypeOf(headers), integration, workspace },
    notification: stringifyJson(type.sample),
    contextSchema: type.contextSchema,
  })
  return problems.find((problem) => problem.severity === 'error')
}

// An integration can only be switched on when every body it would send is valid.
const checkTemplates = async (
  workspaceId: string, triggers: CheckedIntegration['triggers'], types: Types, name: string, headers: Headers,
): Promise<FieldError[]> => {
  const checked = await Promise.allSettled(triggers.map((trigger) => checkOne(workspaceId, trigger, types, name, headers)))
  const errors = checked.flatMap((one, index): FieldError[] => {
    const bad = one.status === 'fulfilled' ? one.value : undefined
    if (!bad) return []
    const message = `Line ${bad.line}, column ${bad.column}: ${bad.message}`
    return [{ pointer: `/triggers/${index}/template`, code: `template_${bad.code}`, message }]
  })
  // Where one is wrong for certain, nobody need wait for those that have not had their turn.
  const unknown = checked.find((one) => one.status === 'rejected')
  if (unknown && errors.length === 0) throw unknown.reason
  return errors
}

const FORBIDDEN_PLACES: ReadonlySet<UrlRefusal> = new Set(['private_address', 'reserved_name', 'own_address', 'https_only', 'port'])

/**
 * Everything that the contract alone cannot judge: whether URL and headers may be used, types and parameters exist,
 * and, when it is to be enabled, each template gives a valid body. Errors carry pointers into the request.
 */
export async function checkIntegration(
  workspaceId: string, input: IntegrationInput, headers: Headers, headerValues: ReadonlyArray<string | null>, options: { test?: boolean } = {},
): Promise<CheckedIntegration> {
  const url = checkUrl(input.destination.url, destinationPolicy())
  // A test of an address that may not be reached is answered like any failed test, by the door itself.
  const leftToTheDoor = !url.ok && options.test === true && FORBIDDEN_PLACES.has(url.code)
  const types = await findTypes(workspaceId, input.triggers.map(({ type }) => type))
  const { triggers, errors } = checkTriggers(input.triggers, types)
  if (!url.ok && !leftToTheDoor) errors.push({ pointer: '/destination/url', code: url.code, message: url.message })
  const full = url.ok ? appendParams(url.href, input.destination.params).length : 0
  if (full > MAX_URL_LENGTH) {
    errors.push({ pointer: '/destination/params', code: 'too_long', message: `With its parameters the URL is ${full} characters long; at most ${MAX_URL_LENGTH} are sent` })
  }
  const named = headers.map(({ name }, index) => ({ name, value: headerValues[index] ?? '' }))
  const proto = headers.findIndex(({ name }) => name === '__proto__')
  if (proto >= 0) errors.push({ pointer: `/destination/headers/${proto}/name`, code: 'reserved', message: 'This name cannot be used' })
  for (const problem of checkHeaders(named, { authKind: input.destination.auth.kind })) {
    const pointer = `/destination/headers/${problem.index}/${problem.field}`
    errors.push({ pointer, code: problem.code, message: problem.message })
  }
  const { auth } = input.destination
  if (auth.kind === 'basic' && (auth.username.includes(':') || /\p{Cc}/u.test(auth.username))) {
    errors.push({ pointer: '/destination/auth/username', code: 'invalid', message: 'Must not contain a colon (RFC 7617)' })
  }
  errors.push(...checkSigning(input.signing, headers.map(({ name }) => name)))
  if (errors.length === 0 && input.enabled) errors.push(...(await checkTemplates(workspaceId, triggers, types, input.name, headers)))
  return { url: url.ok ? url.href : input.destination.url, triggers, errors }
}
