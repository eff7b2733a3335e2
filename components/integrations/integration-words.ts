import { CircleCheck, CirclePause, CircleX, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { Tone } from '@/components/ui/badge'
import type { IntegrationView, PolicyProfile, SigningScheme } from '@/lib/contracts/integration'
import type { WizardStep } from '@/lib/contracts/draft'

interface HealthLook {
  word: string
  tone: Tone
  icon: LucideIcon
}

export const healthLooks: Record<IntegrationView['health']['state'], HealthLook> = {
  healthy: { word: 'Healthy', tone: 'ok', icon: CircleCheck },
  degraded: { word: 'Degraded', tone: 'warn', icon: TriangleAlert },
  failing: { word: 'Failing', tone: 'bad', icon: CircleX },
  disabled: { word: 'Disabled', tone: 'off', icon: CirclePause },
}

export const signingWords: Record<SigningScheme, string> = {
  standard: 'Standard Webhooks, HMAC-SHA256',
  guard: 'X-Guard-Signature, HMAC-SHA256 in hex',
  argyle: 'X-Argyle-Signature, HMAC-SHA512 in hex',
  hmac: 'Own header',
  none: 'Not signed',
}

export const policyWords: Record<PolicyProfile, string> = {
  standard: '7 retries over 28 hours, 15 s per attempt',
  guard: '4 retries over 2 h 36 min, 10 s per attempt',
  scorecard: '5 retries over 36 hours, 5 s per attempt',
  custom: 'Own schedule',
}

const presetNames: Readonly<Record<string, string>> = {
  slack: 'Slack', teams: 'Microsoft Teams', discord: 'Discord', pagerduty: 'PagerDuty', jira: 'Jira', splunk: 'Splunk',
  servicenow: 'ServiceNow', guard: 'Guard alert', argyle: 'Argyle subscription', webhook: 'Webhook',
}

/** What kind of integration it is; a preset that is not known here is called by its key. */
export const typeName = (preset: string | null) => (preset === null ? 'Webhook' : (presetNames[preset] ?? preset))

const stepNumbers: Record<WizardStep, number> = { type: 1, triggers: 2, destination: 3, payload: 4, enable: 5 }

/** `draft · step 4 of 5` */
export const draftProgress = (step: WizardStep) => `draft · step ${stepNumbers[step]} of 5`
