import { fieldId } from '@/components/integration-wizard/state/map-pointers'
import { wordFactor } from '@/components/scorecards/scorecard-words'
import { FieldError } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { FACTORS } from '@/lib/catalogue/factors'
import { SEVERITIES } from '@/lib/catalogue/risk-order'
import { asksFactor, asksSeverity, asksThreshold, type EventForm } from './rule-form'
import { kindGroups } from './rule-kinds'

const factorOptions = FACTORS.map((value) => ({ value, label: wordFactor(value) }))
const severityOptions = SEVERITIES.map((value) => ({ value, label: value }))

interface EventFieldsProps {
  event: EventForm
  onChange: (event: EventForm) => void
  messageOf: (field: string) => string | undefined
}

/** What the rule waits for, with its numbers where they stand in the sentence. */
export function EventFields({ event, onChange, messageOf }: EventFieldsProps) {
  const { kind, threshold, factor, severity } = event
  const message = messageOf('event.threshold') ?? messageOf('event.kind')
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
        <Select
          id={fieldId('event.kind')} aria-label="Event" value={kind} wrapperClassName="max-w-72"
          onValueChange={(next) => onChange({ ...event, kind: kindGroups.flatMap(({ kinds }) => kinds).find(({ value }) => value === next)?.value ?? kind })}
        >
          {kindGroups.map(({ label, kinds }) => (
            <optgroup key={label} label={label}>
              {kinds.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
            </optgroup>
          ))}
        </Select>
        {asksFactor(kind) && (
          <>
            <span>of</span>
            <Select
              id={fieldId('event.factor')} aria-label="Factor" value={factor} options={factorOptions} wrapperClassName="max-w-56"
              onValueChange={(next) => onChange({ ...event, factor: FACTORS.find((one) => one === next) ?? factor })}
            />
          </>
        )}
        {asksThreshold(kind) && (
          <>
            <span>by at least</span>
            <Input
              id={fieldId('event.threshold')} aria-label="Points" inputMode="decimal" autoComplete="off" className="w-20 tabular-nums" value={threshold}
              aria-invalid={messageOf('event.threshold') !== undefined || undefined}
              aria-describedby={message === undefined ? undefined : fieldId('event.error')}
              onChange={(typed) => onChange({ ...event, threshold: typed.target.value })}
            />
            <span>points</span>
          </>
        )}
        {asksSeverity(kind) && (
          <>
            <span>of severity</span>
            <Select
              id={fieldId('event.severity')} aria-label="Severity" value={severity} options={severityOptions} wrapperClassName="max-w-36"
              onValueChange={(next) => onChange({ ...event, severity: SEVERITIES.find((one) => one === next) ?? severity })}
            />
          </>
        )}
      </div>
      {message && <FieldError id={fieldId('event.error')}>{message}</FieldError>}
    </div>
  )
}
