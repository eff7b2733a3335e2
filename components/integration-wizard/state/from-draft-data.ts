import * as z from 'zod'
import { policyProfile, secretView, signingScheme } from '@/lib/contracts/integration'
import { conditionOp, type Condition } from '@/lib/contracts/scorecard'
import { emptyForm, type FormState, type SecretField } from './form-state'
import { toTrigger } from './to-contract'

const text = z.string().catch('')
const secret: z.ZodType<SecretField> = z
  .union([z.string(), secretView])
  .catch('')
  .transform((value) => (typeof value === 'object' && !value.set ? '' : value))
// A half-typed one is kept too.
const keptCondition: z.ZodType<Condition> = z.discriminatedUnion('field', [
  z.object({ field: z.enum(['tier', 'label']), op: conditionOp, value: z.string() }),
  z.object({ field: z.literal('portfolio'), op: z.enum(['is', 'is_not']), value: z.string() }),
  z.object({ field: z.literal('attribute'), name: z.string(), op: conditionOp, value: z.string() }),
])
const keptTrigger = z.object({
  type: z.string(),
  params: z.record(z.string(), z.unknown()).catch({}),
  template: z.string().nullable().catch(null),
  conditions: z.array(keptCondition).catch([]),
}).transform(toTrigger)
const { auth, signing, policy, limits } = emptyForm

const storedDraft = z.object({
  preset: z.string().nullable().catch(null),
  name: text,
  enabled: z.boolean().catch(true),
  ownerEmail: text,
  triggers: z.array(keptTrigger).catch([]),
  destination: z
    .object({
      url: text,
      headers: z.array(z.object({ name: text, value: secret, secret: z.boolean().catch(false) })).catch([]),
      params: z.array(z.object({ name: text, value: text })).catch([]),
      auth: z.object({
        kind: z.enum(['none', 'basic', 'bearer']).catch('none'), username: text, password: secret, token: secret,
      }).catch(auth),
    })
    .catch({ url: '', headers: [], params: [], auth }),
  signing: z.object({ scheme: signingScheme.catch('standard'), secret }).catch({ scheme: 'standard', secret: '' }),
  policy: z.object({ profile: policyProfile.catch('standard') }).catch({ profile: 'standard' }),
  wizard: z
    .object({
      parked: z.array(keptTrigger).catch([]),
      policy: z.object({ profile: policyProfile, timeoutSeconds: text, retryDelays: text, jitter: z.boolean() }).catch(policy),
      limits: z.object({ perSecond: text, concurrency: text }).catch(limits),
      signing: z
        .object({ header: text, algorithm: z.enum(['sha256', 'sha512']), encoding: z.enum(['hex', 'base64']) })
        .catch(signing),
    })
    .catch({ parked: [], policy, limits, signing }),
})

/** A draft as the wizard's form; whatever can't be read becomes the field's start value. */
export function fromDraftData(data: unknown): FormState {
  const stored = storedDraft.parse(data)
  const { destination, wizard } = stored
  return {
    preset: stored.preset ?? 'webhook',
    name: stored.name,
    enabled: stored.enabled,
    ownerEmail: stored.ownerEmail,
    triggers: [
      ...stored.triggers.map((trigger) => ({ ...trigger, on: true })),
      ...wizard.parked.map((trigger) => ({ ...trigger, on: false })),
    ],
    url: destination.url,
    headers: destination.headers.map((row, index) => ({ key: `h${index}`, ...row })),
    params: destination.params.map((row, index) => ({ key: `p${index}`, ...row })),
    auth: destination.auth,
    signing: { ...wizard.signing, ...stored.signing },
    policy: { ...wizard.policy, profile: stored.policy.profile },
    limits: wizard.limits,
  }
}
