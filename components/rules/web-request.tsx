import { ArrowDown, ArrowUp, ChevronRight, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { DestinationContext, type DestinationForm } from '@/components/integration-wizard/destination-context'
import { fieldId } from '@/components/integration-wizard/state/map-pointers'
import { reduceDestination } from '@/components/integration-wizard/state/reduce-destination'
import { UrlField } from '@/components/integration-wizard/steps/url-field'
import { Panel } from '@/components/ui/card'
import { IconButton } from '@/components/ui/icon-button'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { KnownAnswer } from '@/lib/contracts/template'
import type { RuleError } from './map-rule-errors'
import type { StepForm } from './rule-form'

const WebRequestDetails = lazy(() => import('./web-request-details').then((module) => ({ default: module.WebRequestDetails })))

export const moveId = (key: string, to: 'up' | 'down') => fieldId(`steps.${key}.move.${to}`)

export interface WebRequestProps {
  step: StepForm
  number: number
  count: number
  standardBody: string
  /** What the preview of the body takes for the rule. */
  rule: { name: string; event: Record<string, unknown> }
  /** What the web requests before it have answered, as far as it is known. */
  answers: readonly (KnownAnswer | null)[]
  errors: readonly RuleError[]
  onChange: (values: (step: StepForm) => Partial<StepForm>, touched: string) => void
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

/** One web request of a rule: the destination of the integration wizard, and its body. */
export function WebRequest({ step, number, count, standardBody, rule, answers, errors, onChange, onMove, onRemove }: WebRequestProps) {
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
            <Suspense fallback={<SkeletonRows rows={4} label="Loading the fields" />}>
              <WebRequestDetails
                step={step} number={number} standardBody={standardBody} rule={rule} answers={answers} templateId={destination.idOf('template')} templateError={messageOf('template')}
                onTemplate={(template) => onChange(() => ({ template }), `${prefix}.template`)}
              />
            </Suspense>
          </More>
        </div>
      </Panel>
    </DestinationContext>
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
