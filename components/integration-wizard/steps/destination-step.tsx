'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Panel } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { fieldId } from '../state/map-pointers'
import { findWizardPreset } from '../state/wizard-presets'
import { useFieldMessage, useWizard } from '../wizard-context'
import { AuthFields } from './auth-fields'
import { DeliveryFields } from './delivery-fields'
import { EgressIps } from './egress-ips'
import { HeaderRows } from './header-rows'
import { ParamRows } from './param-rows'
import { SigningFields } from './signing-fields'
import { UrlField } from './url-field'

function SetUpSteps() {
  const preset = findWizardPreset(useWizard().form.preset)
  if (preset === undefined || preset.steps.length === 0) return null
  return (
    <Notice title={`What ${preset.title} needs`}>
      <ul className="list-disc space-y-0.5 pl-4 text-13">{preset.steps.map((step) => <li key={step}>{step}</li>)}</ul>
    </Notice>
  )
}

export function DestinationStep() {
  const { form, dispatch } = useWizard()
  const messageOf = useFieldMessage()
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]">
      <div className="min-w-0 space-y-4">
        <SetUpSteps />
        <Panel title="Address">
          <div className="space-y-4">
            <Field label="Name" required id={fieldId('name')} error={messageOf('name')} hint="How it is called in lists and mails, such as SIEM.">
              <Input value={form.name} autoComplete="off" maxLength={200} onChange={(event) => dispatch({ kind: 'set', values: { name: event.target.value } })} />
            </Field>
            <UrlField />
          </div>
        </Panel>
        <Panel title="Authentication"><AuthFields /></Panel>
        <Panel title="HTTP headers" description="Sent with every request."><HeaderRows /></Panel>
        <Panel title="URL parameters" description="Added to the address, encoded for you."><ParamRows /></Panel>
        <Panel title="Signature"><SigningFields /></Panel>
        <Panel title="Retries and limits"><DeliveryFields /></Panel>
      </div>
      <EgressIps />
    </div>
  )
}
