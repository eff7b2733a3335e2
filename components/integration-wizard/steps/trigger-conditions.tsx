import { Plus, X } from 'lucide-react'
import { usePortfolios } from '@/components/scorecards/use-portfolios'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { Condition } from '@/lib/contracts/scorecard'
import { changeField, CONDITION_FIELDS, opsOf } from '../state/condition-words'
import { useWizard } from '../wizard-context'

export function TriggerConditions({ type }: { type: string }) {
  const { form, dispatch } = useWizard()
  const conditions = form.triggers.find((trigger) => trigger.type === type)?.conditions ?? []
  return <ConditionRows conditions={conditions} onChange={(next) => dispatch({ kind: 'setConditions', type, conditions: next })} />
}

interface RowsProps {
  conditions: readonly Condition[]
  onChange: (conditions: Condition[]) => void
}

/** "+ Add conditional logic": only for scorecards that meet all of them. */
export function ConditionRows({ conditions, onChange }: RowsProps) {
  return (
    <div className="mt-1 space-y-1.5">
      {conditions.map((condition, index) => (
        <ConditionRow
          key={index} first={index === 0} condition={condition}
          onChange={(next) => onChange(conditions.map((one, i) => (i === index ? next : one)))}
          onRemove={() => onChange(conditions.filter((_, i) => i !== index))}
        />
      ))}
      <Button size="sm" variant="ghost" className="-ml-2 text-ink-soft" disabled={conditions.length >= 20} onClick={() => onChange([...conditions, { field: 'tier', op: 'is', value: '' }])}>
        <Plus />Add conditional logic
      </Button>
    </div>
  )
}

interface RowProps {
  condition: Condition
  first: boolean
  onChange: (condition: Condition) => void
  onRemove: () => void
}

function ConditionRow({ condition, first, onChange, onRemove }: RowProps) {
  const { field, op, value } = condition
  return (
    <div role="group" aria-label="Condition" className="flex flex-wrap items-center gap-1.5 text-13">
      <span className="w-14 text-ink-faint">{first ? 'only if' : 'and'}</span>
      <Select aria-label="Condition on" value={field} options={CONDITION_FIELDS} wrapperClassName="w-28" className="h-7 text-13" onValueChange={(next) => onChange(changeField(condition, next))} />
      {field === 'attribute' && (
        <Input aria-label="Attribute" placeholder="name" value={condition.name} className="h-7 w-28 text-13" onChange={(event) => onChange({ ...condition, name: event.target.value })} />
      )}
      <Select
        aria-label="Comparison" value={op} options={opsOf(field)} wrapperClassName="w-36" className="h-7 text-13"
        onValueChange={(next) => onChange({ ...condition, op: next } as Condition)} // the list holds this field's comparisons only
      />
      {field === 'portfolio'
        ? <PortfolioSelect value={value} onChange={(next) => onChange({ ...condition, value: next })} />
        : <Input aria-label="Value" value={value} className="h-7 w-36 text-13" onChange={(event) => onChange({ ...condition, value: event.target.value })} />}
      <IconButton label="Remove the condition" onClick={onRemove}><X /></IconButton>
    </div>
  )
}

function PortfolioSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { data = [] } = usePortfolios()
  const known = data.some(({ id }) => id === value)
  return (
    <Select
      aria-label="Portfolio" value={value} wrapperClassName="w-44" className="h-7 text-13" onValueChange={onChange}
      options={[{ value: '', label: 'Choose…' }, ...(value !== '' && !known ? [{ value, label: 'Deleted portfolio' }] : []), ...data.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}
