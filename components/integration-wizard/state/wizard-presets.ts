import type { PolicyProfile, SigningScheme } from '@/lib/contracts/integration'
import { listBodyPresets } from '@/lib/templates/presets/list-body-presets'
import type { BodyPreset } from '@/lib/templates/presets/body-preset'
import type { AuthKind } from './form-state'

/** A card of the first step: what choosing it fills in. */
export interface WizardPreset {
  key: string
  title: string
  description: string
  /** Event types that are switched on. */
  triggers: readonly string[]
  /** The body for a type; null = the type's default. */
  templateFor: (type: string) => string | null
  authKind: AuthKind
  scheme: SigningScheme
  profile: PolicyProfile
  urlPlaceholder: string
}

const plain: Omit<WizardPreset, 'key' | 'title' | 'description'> = {
  triggers: [],
  templateFor: () => null,
  authKind: 'none',
  scheme: 'standard',
  profile: 'standard',
  urlPlaceholder: 'https://example.com/hooks/ratings',
}

const addresses: Record<string, string> = {
  slack: 'https://hooks.slack.com/services/…',
  teams: 'https://….logic.azure.com/workflows/…',
  discord: 'https://discord.com/api/webhooks/…',
}

/** Chat services don't look at signatures: they know the sender by the secret address. */
function fromBody(body: BodyPreset): WizardPreset {
  return {
    ...plain,
    key: body.key,
    title: body.label,
    description: body.description,
    templateFor: () => body.template,
    scheme: 'none',
    urlPlaceholder: addresses[body.key] ?? plain.urlPlaceholder,
  }
}

const wizardPresets: readonly WizardPreset[] = [
  {
    ...plain,
    key: 'webhook',
    title: 'Webhook',
    description: 'Any HTTPS address, any JSON body, signed by the Standard Webhooks rules',
  },
  ...listBodyPresets().map(fromBody),
  {
    ...plain,
    key: 'guard',
    title: 'Guard alert',
    description: 'Investigations by risk level, with X-Guard-Signature and four retries',
    triggers: ['investigation.opened'],
    scheme: 'guard',
    profile: 'guard',
    urlPlaceholder: 'https://example.com/guard/alerts',
  },
  {
    ...plain,
    key: 'argyle',
    title: 'Argyle subscription',
    description: 'Added and updated reputations, with X-Argyle-Signature',
    triggers: ['reputations.added', 'reputations.updated'],
    scheme: 'argyle',
    urlPlaceholder: 'https://example.com/argyle',
  },
]

export function listWizardPresets(): readonly WizardPreset[] {
  return wizardPresets
}

export function findWizardPreset(key: string | null): WizardPreset | undefined {
  return wizardPresets.find((preset) => preset.key === key)
}
