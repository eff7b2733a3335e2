import { ArrowDown, ArrowUp, ChevronRight, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { DestinationContext, type DestinationForm } from '@/components/integration-wizard/destination-context'
import { contentTypeOf } from '@/components/integration-wizard/preview/build-preview-request'
import { fieldId } from '@/components/integration-wizard/state/map-pointers'
import { reduceDestination } from '@/components/integration-wizard/state/reduce-destination'
import { AuthFields } from '@/components/integration-wizard/steps/auth-fields'
import { HeaderRows } from '@/components/integration-wizard/steps/header-rows'
import { ParamRows } from '@/components/integration-wizard/steps/param-rows'
import { UrlField } from '@/components/integration-wizard/steps/url-field'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { Field, FieldGroup } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Textarea } from '@/components/ui/textarea'
import type { RuleError } from './map-rule-errors'
import type { StepForm } from './rule-form'
import { StepPreview } from './step-preview'

export const moveId = (key: string, to: 'up' | 'down') => fieldId(`steps.${key}.move.${to}`)

export interface WebRequestProps {
  step: StepForm
  number: number
  count: number
  standardBody: string
  /** What the preview of the body takes for the rule. */
  rule: { name: string; event: Record<string, unknown> }
  errors: readonly RuleError[]
  onChange: (values: (step: StepForm) => Partial<StepForm>, touched: string) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** One web request of a rule: the destination of the integration wizard, and its body. */
export function WebRequest({ step, number, count, standardBody, rule, errors, onChange, onMove, onRemove }: WebRequestProps) {
  const prefix = `steps.${step.key}`
  const messageOf = (field: string) => errors.find((error) => error.field === `${prefix}.${field}`)?.message
  const destination: DestinationForm = {
    form: step.destination, savedUrl: step.savedUrl, isSigned: false, messageOf, idOf: (field) => fieldId(`${prefix}.${field}`),
    preset: undefined,
    dispatch: (action) => onChange(({ destination: last }) => ({ destination: reduceDestination(last, action) }), prefix),
  }
  const isBroken = errors.some(({ field }) => field.startsWith(`${prefix}.`) && field !== `${prefix}.url`)
  const name = `web request ${number}`
  const actions = count > 1 && (
    <div className="flex">
      <IconButton id={moveId(step.key, 'up')} label={`Move ${name} up`} disabled={number === 1} onClick={() => onMove(-1)}><ArrowUp /></IconButton>
      <IconButton id={moveId(step.key, 'down')} label={`Move ${name} down`} disabled={number === count} onClick={() => onMove(1)}><ArrowDown /></IconButton>
      <IconButton label={`Remove ${name}`} onClick={onRemove}><Trash2 /></IconButton>
    </div>
  )
  return (
    <DestinationContext value={destination}>
      <Panel
        role="group" aria-label={`Web request ${number}`} title={<>Then send web request {number}</>} actions={actions}
        description={number > 1 ? 'Only after the one before it has succeeded.' : undefined}
      >
        <div className="space-y-3">
          <UrlField />
          <More label={`Authentication, headers, parameters and body of ${name}`} text={summarise(step)} forced={isBroken}>
            <FieldGroup legend="Authentication"><AuthFields /></FieldGroup>
            <FieldGroup legend="HTTP headers"><HeaderRows /></FieldGroup>
            <FieldGroup legend="URL parameters"><ParamRows /></FieldGroup>
            <Body template={step.template} standardBody={standardBody} id={destination.idOf('template')} error={messageOf('template')} onChange={(template) => onChange(() => ({ template }), `${prefix}.template`)} />
            <StepPreview number={number} request={toPreview(step, number, standardBody, rule)} />
          </More>
        </div>
      </Panel>
    </DestinationContext>
  )
}

const toPreview = ({ destination, template }: StepForm, number: number, standardBody: string, rule: WebRequestProps['rule']) => ({
  template: template.trim() === '' ? standardBody : template, triggerType: `scorecard.${String(rule.event.kind)}`, contentType: contentTypeOf(destination),
  rule: { ...rule, step: number },
})

interface BodyProps {
  template: string
  standardBody: string
  id: string
  error: string | undefined
  onChange: (template: string) => void
}

function Body({ template, standardBody, id, error, onChange }: BodyProps) {
  return (
    <div className="space-y-2">
      <Field label="Body" optional id={id} error={error} hint="Liquid that makes JSON. Left empty: the standard body, as it is shown.">
        <Textarea rows={10} spellCheck={false} className="font-mono text-13" placeholder={standardBody} value={template} onChange={(event) => onChange(event.target.value)} />
      </Field>
      {template === ''
        ? <Button size="sm" onClick={() => onChange(standardBody)}>Start from the standard body</Button>
        : <Button size="sm" onClick={() => onChange('')}>Back to the standard body</Button>}
    </div>
  )
}

/** What most web requests do without; open when something in it has to be mended. */
function More({ label, text, forced, children }: { label: string; text: string; forced: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const shown = open || forced
  return (
    <div>
      <button
        type="button" aria-expanded={shown} aria-label={`${label}: ${text}`} onClick={() => setOpen(!shown)}
        className="flex items-center gap-1.5 rounded-control text-left text-13 text-ink-soft hover:text-ink pointer-coarse:min-h-11"
      >
        <ChevronRight aria-hidden className={`size-4 shrink-0 transition-transform ${shown ? 'rotate-90' : ''}`} />{text}
      </button>
      {shown && <div className="mt-3 space-y-5">{children}</div>}
    </div>
  )
}

function summarise({ destination: { auth, headers, params }, template }: StepForm): string {
  const count = (many: number, one: string) => (many === 0 ? `no ${one}s` : `${many} ${one}${many === 1 ? '' : 's'}`)
  const authentication = { none: 'No authentication', basic: 'Basic authentication', bearer: 'Bearer token' }[auth.kind]
  return [authentication, count(headers.length, 'header'), count(params.length, 'URL parameter'), template.trim() === '' ? 'standard body' : 'own body'].join(' · ')
}
