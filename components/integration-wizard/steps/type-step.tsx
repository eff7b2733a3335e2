'use client'

import {
  BadgeCheck, Hash, ListChecks, MessageSquare, MessagesSquare, ScrollText, ShieldAlert, Siren, Ticket, Users, Webhook, type LucideIcon,
} from 'lucide-react'
import { FieldError } from '@/components/ui/field'
import { RadioCard, RadioCards } from '@/components/ui/radio-cards'
import { fieldId } from '../state/map-pointers'
import { findWizardPreset, listWizardPresets } from '../state/wizard-presets'
import { useFieldMessage, useWizard } from '../wizard-context'

// Marks of our own: the services' logos are theirs.
const icons: Record<string, LucideIcon> = {
  webhook: Webhook, slack: Hash, teams: Users, discord: MessagesSquare, pagerduty: Siren, jira: ListChecks, splunk: ScrollText,
  servicenow: Ticket, guard: ShieldAlert, argyle: BadgeCheck,
}

export function TypeStep() {
  const { form, dispatch } = useWizard()
  const message = useFieldMessage()('preset')
  const choose = (key: string) => {
    const preset = findWizardPreset(key)
    if (preset) dispatch({ kind: 'choosePreset', preset })
  }
  return (
    <div className="space-y-3">
      <RadioCards
        id={fieldId('preset')}
        aria-label="Type of integration"
        aria-describedby={message ? 'type-error' : undefined}
        value={form.preset ?? ''}
        onValueChange={choose}
      >
        {listWizardPresets().map(({ key, title, description }) => {
          const Icon = icons[key] ?? MessageSquare
          return <RadioCard key={key} value={key} title={title} description={description} icon={<Icon aria-hidden className="size-5" />} />
        })}
      </RadioCards>
      {message && <FieldError id="type-error">{message}</FieldError>}
      <p className="text-13 text-ink-faint">
        A type fills in triggers, body, signature and retries. Everything can be changed in the next steps.
      </p>
    </div>
  )
}
