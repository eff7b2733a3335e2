'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Switch } from '@/components/ui/switch'
import type { WizardStep } from '@/lib/contracts/draft'
import { wordParam } from '../state/check-params'
import { summarisePolicy } from '../state/describe-policy'
import { activeTriggers } from '../state/form-state'
import { fieldId } from '../state/map-pointers'
import { splitLabel, wordTrigger } from '../state/split-label'
import { sentHeaders, sentParams } from '../state/to-contract'
import { findWizardPreset, presetTemplate } from '../state/wizard-presets'
import { useFieldMessage, useWizard } from '../wizard-context'
import { schemeTitles } from './signing-fields'

export function EnableStep() {
  const { form, dispatch, eventTypes, mode } = useWizard()
  const message = useFieldMessage()('enabled')
  const headers = sentHeaders(form)
  const params = sentParams(form)
  return (
    <div className="max-w-3xl space-y-4">
      <Card>
        <dl className="divide-y">
          <Row label="Type" step="type">{findWizardPreset(form.preset)?.title ?? 'Webhook'}</Row>
          <Row label="Triggers" step="triggers">
            <ul className="space-y-1">
              {activeTriggers(form).map((trigger) => {
                const type = eventTypes.find((entry) => entry.key === trigger.type)
                return <li key={trigger.type}>{type ? wordTrigger(type, trigger.params) : trigger.type}<Extra trigger={trigger} /></li>
              })}
            </ul>
          </Row>
          <Row label="Destination" step="destination">
            <p className="font-medium">{form.name || 'No name yet'}</p>
            <p className="font-mono text-13 break-all">{form.url || 'No address yet'}</p>
            <p className="text-13 text-ink-soft">{wordDetails(form.auth.kind, headers.length, params.length)}</p>
          </Row>
          <Row label="Signature" step="destination">{schemeTitles[form.signing.scheme]}</Row>
          <Row label="Retries" step="destination">{summarisePolicy(form.policy)}</Row>
          <Row label="Payload" step="payload"><Templates /></Row>
        </dl>
      </Card>
      <BrokenTemplates />
      <Card className="flex items-center gap-3 p-4">
        <Switch
          id={fieldId('enabled')} aria-labelledby="enabled-label" aria-describedby="enabled-hint" checked={form.enabled}
          onCheckedChange={(enabled) => dispatch({ kind: 'set', values: { enabled } })}
        />
        <div>
          <label id="enabled-label" htmlFor={fieldId('enabled')} className="font-medium">Enabled</label>
          <p id="enabled-hint" className="text-13 text-ink-soft">
            {form.enabled
              ? `Events are sent from the moment you ${mode === 'new' ? 'finish' : 'save with Finish'}.`
              : 'It is kept but sends nothing; what it would have sent is recorded as skipped.'}
          </p>
          {message && <p className="text-13 text-bad">{message}</p>}
        </div>
      </Card>
    </div>
  )
}

function Row({ label, step, children }: { label: string; step: WizardStep; children: ReactNode }) {
  const { goTo } = useWizard()
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[120px_minmax(0,1fr)_auto]">
      <dt className="text-13 text-ink-soft">{label}</dt>
      <dd className="order-3 col-span-2 min-w-0 sm:order-none sm:col-span-1">{children}</dd>
      <dd><Button variant="link" aria-label={`Edit ${label}`} onClick={() => goTo(step)}>Edit</Button></dd>
    </div>
  )
}

/** Parameters that don't stand in the sentence, such as the minimum severity. */
function Extra({ trigger }: { trigger: { type: string; params: Record<string, unknown> } }) {
  const { eventTypes } = useWizard()
  const type = eventTypes.find((entry) => entry.key === trigger.type)
  const extras = type ? splitLabel(type).rest.filter((part) => part.kind === 'param') : []
  if (extras.length === 0) return null
  const words = extras.map(({ name, schema }) => `${wordParam(name).toLowerCase()} ${String(trigger.params[name] ?? schema.default ?? '')}`)
  return <span className="text-ink-faint"> · {words.join(', ')}</span>
}

function Templates() {
  const { form } = useWizard()
  const triggers = activeTriggers(form)
  const edited = triggers.filter((trigger) => trigger.template !== presetTemplate(form.preset, trigger.type)).length
  if (edited === 0) return <>The default body of each trigger</>
  return <>{edited} edited, {triggers.length - edited} default</>
}

function BrokenTemplates() {
  const { form, checks, errors, eventTypes, goTo } = useWizard()
  // What Finish has refused stands on top of the step already.
  const isSaid = (type: string) => errors.some(({ field }) => field === `template.${type}`)
  const broken = activeTriggers(form).filter(({ type }) => checks[type]?.state === 'error' && !isSaid(type))
  if (broken.length === 0) return null
  return (
    <Notice tone="bad" title={form.enabled ? 'It can’t be enabled yet: a body is not valid' : 'A body is not valid'}>
      <ul>
        {broken.map((trigger) => {
          const type = eventTypes.find((entry) => entry.key === trigger.type)
          return (
            <li key={trigger.type}>
              <button type="button" className="text-left underline" onClick={() => goTo('payload', `template.${trigger.type}`)}>
                {type ? wordTrigger(type, trigger.params) : trigger.type}
              </button>
              {': '}{checks[trigger.type]?.message}
            </li>
          )
        })}
      </ul>
    </Notice>
  )
}

function wordDetails(auth: 'none' | 'basic' | 'bearer', headers: number, params: number): string {
  const count = (number: number, word: string) => (number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`])
  const authWords = { none: 'No authentication', basic: 'Basic authentication', bearer: 'Bearer token' }
  return [authWords[auth], ...count(headers, 'header'), ...count(params, 'URL parameter')].join(' · ')
}
