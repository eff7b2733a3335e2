import * as z from 'zod'
import { POLICY_PROFILES, SIGNING_SCHEMES } from './choices'
import { deliveryCounts } from './delivery'
import { eventTypeKey, partialSample } from './event'
import { conditions } from './scorecard'

/** How a secret is read: never its value. `lastFour` only for those of 16 characters or more, never for passwords. */
export const secretView = z.object({ set: z.boolean(), lastFour: z.string().optional() })
export type SecretView = z.infer<typeof secretView>

/**
 * How a secret is written: a string sets it, `null` removes it; leaving it out or sending back what was read
 * keeps what is stored.
 */
export const secretInput = (max = 4096) =>
  z.union([z.string().max(max), secretView, z.null()]).optional().describe('A text sets it, null removes it; left out, or as it was read, it stays')
export type SecretInput = string | SecretView | null | undefined

const text = (max: number) =>
  z.string().max(max).refine((value) => !value.includes('\u0000'), { message: 'Must not contain the character U+0000' })

export const header = z.strictObject({
  name: text(128),
  value: secretInput(),
  secret: z.boolean().default(false),
})
export const urlParam = z.strictObject({ name: text(512).min(1), value: text(4096) })

export const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('basic'), username: text(512), password: secretInput() }),
  z.strictObject({ kind: z.literal('bearer'), token: secretInput() }),
])

export const destination = z.strictObject({
  url: text(4096).min(1),
  headers: z.array(header).max(50).default([]),
  params: z.array(urlParam).max(50).default([]),
  auth: auth.default({ kind: 'none' }),
})

export const signingScheme = z.enum(SIGNING_SCHEMES)
export type SigningScheme = z.infer<typeof signingScheme>

export const signing = z.strictObject({
  scheme: signingScheme,
  header: text(128).optional(),
  algorithm: z.enum(['sha256', 'sha512']).optional(),
  encoding: z.enum(['hex', 'base64']).optional(),
  secret: secretInput(512),
})

export const policyProfile = z.enum(POLICY_PROFILES)
export type PolicyProfile = z.infer<typeof policyProfile>

const policyFields = z.strictObject({
  profile: policyProfile,
  timeoutMs: z.number().int().min(1000).max(30_000).optional(),
  retryDelaysSeconds: z.array(z.number().int().min(1).max(86_400)).max(15).optional(),
  jitter: z.boolean().optional(),
})
export const policy = policyFields
  .superRefine((value, ctx) => {
    if (value.profile === 'custom') return
    for (const field of ['timeoutMs', 'retryDelaysSeconds', 'jitter'] as const) {
      if (value[field] === undefined) continue
      ctx.addIssue({ code: 'custom', path: [field], message: `Only the custom profile takes ${field}` })
    }
  })
export type Policy = z.infer<typeof policy>

export const limits = z.strictObject({
  perSecond: z.number().int().min(1).max(10_000).nullable().default(null).describe('Null: no limit'),
  concurrency: z.number().int().min(1).max(1000).nullable().default(null),
})
export type Limits = z.infer<typeof limits>

export const trigger = z.strictObject({
  id: z.string().optional().describe('As read; ignored'),
  type: eventTypeKey,
  params: z.record(z.string(), z.unknown()).default({}).describe('As the event type\'s params has them; left out: their defaults'),
  /** All of them must be met by the scorecard that an event is about. */
  conditions: conditions.optional(),
  template: z.string().max(100_000).nullable().default(null).describe('Liquid; null: the event type\'s own'),
})
export type TriggerInput = z.infer<typeof trigger>

export const integrationInput = z.object({
  type: z.literal('webhook'),
  preset: text(50).nullable().optional(),
  name: text(200).refine((value) => value.trim().length > 0, { message: 'Must not be empty' }),
  enabled: z.boolean().default(true),
  ownerEmail: z.email().max(320).nullable().optional().describe('A member, who gets the notices'),
  triggers: z.array(trigger).min(1).max(100),
  destination,
  signing: signing.default({ scheme: 'standard' }),
  policy: policy.default({ profile: 'standard' }),
  limits: limits.default({ perSecond: null, concurrency: null }),
})
export type IntegrationInput = z.infer<typeof integrationInput>

/** A PATCH: what is left out stays; objects are merged field by field, lists are replaced. */
export const integrationPatch = z.object({
  type: z.literal('webhook').optional(),
  preset: integrationInput.shape.preset,
  name: integrationInput.shape.name.optional(),
  enabled: z.boolean().optional(),
  ownerEmail: integrationInput.shape.ownerEmail,
  triggers: integrationInput.shape.triggers.optional(),
  destination: z
    .strictObject({
      url: destination.shape.url.optional(),
      headers: z.array(header).max(50).optional(),
      params: z.array(urlParam).max(50).optional(),
      auth: auth.optional(),
    })
    .optional(),
  signing: signing.partial().optional(),
  policy: policyFields.partial().optional(),
  limits: z
    .strictObject({
      perSecond: limits.shape.perSecond.unwrap().optional(),
      concurrency: limits.shape.concurrency.unwrap().optional(),
    })
    .optional(),
})
export type IntegrationPatch = z.infer<typeof integrationPatch>

export const healthState = z.enum(['healthy', 'degraded', 'failing', 'disabled'])
export const health = z.object({
  state: healthState,
  reason: z.string().nullable(),
  since: z.string().nullable(),
})
export type Health = z.infer<typeof health>

export const integration = z.object({
  id: z.string(),
  type: z.literal('webhook'),
  preset: z.string().nullable(),
  name: z.string(),
  enabled: z.boolean(),
  /** Who switched it off; null while it is on. */
  disabledBy: z.enum(['person', 'system']).nullable(),
  ownerEmail: z.string().nullable(),
  triggers: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      params: z.record(z.string(), z.unknown()),
      /** Only where there are some. */
      conditions: conditions.optional(),
      template: z.string().nullable(),
    }),
  ),
  destination: z.object({
    url: z.string(),
    headers: z.array(z.object({ name: z.string(), value: z.union([z.string(), secretView]), secret: z.boolean() })),
    params: z.array(z.object({ name: z.string(), value: z.string() })),
    auth: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('basic'), username: z.string(), password: secretView }),
      z.object({ kind: z.literal('bearer'), token: secretView }),
    ]),
  }),
  signing: z.object({
    scheme: signingScheme,
    header: z.string().optional(),
    algorithm: z.enum(['sha256', 'sha512']).optional(),
    encoding: z.enum(['hex', 'base64']).optional(),
    // the shown string only in the answers of create and rotate-secret
    secret: z.union([z.string(), secretView]).optional(),
  }),
  policy: z.object({
    profile: policyProfile,
    timeoutMs: z.number().optional(),
    retryDelaysSeconds: z.array(z.number()).optional(),
    jitter: z.boolean().optional(),
  }),
  limits: z.object({ perSecond: z.number().nullable(), concurrency: z.number().nullable() }),
  health,
  disablesAt: z.string().nullable().describe('When it will be switched off unless an attempt succeeds; its owner has been told'),
  lastDeliveryAt: z.string().nullable(),
  counts24h: deliveryCounts,
  version: z.number().int(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type IntegrationView = z.infer<typeof integration>

export const rotateSecretInput = z.object({
  overlapHours: z.number().min(0).max(24 * 30).default(24).describe('How long the former secret signs too (scheme standard)'),
})

/** Whether an address would be taken as a destination; `code` and `message` say why not. */
export const urlInput = z.object({ url: z.string() })
export const urlCheck = z.object({ ok: z.boolean(), code: z.string().nullable(), message: z.string().nullable() })
export type UrlCheckView = z.infer<typeof urlCheck>

export const enableInput = z.object({
  replaySkipped: z.object({ since: z.iso.datetime({ offset: true }) }).optional(),
})

/** Tries what is on the screen. Secrets that are left out are those of `integrationId`. */
export const testInput = z
  .object({
    integration: integrationPatch.optional(),
    integrationId: z.string().optional(),
    triggerType: eventTypeKey,
    template: z.string().max(100_000).nullable().optional(),
    sample: partialSample.optional(),
  })
  .refine((value) => value.integration !== undefined || value.integrationId !== undefined, {
    path: ['integration'],
    message: 'Give the integration to test, or the integrationId of a saved one',
  })
export type TestInput = z.infer<typeof testInput>
