import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { ScorecardKind } from '@/lib/contracts/scorecard'
import { kindOptions } from './scorecard-words'

export interface ScorecardForm {
  name: string
  kind: ScorecardKind
  tier: string
  labels: string
}

export const toScorecardFields = ({ name, kind, tier, labels }: ScorecardForm) => ({
  name: name.trim() || null,
  kind,
  tier: tier.trim() || null,
  labels: [...new Set(labels.split(',').map((label) => label.trim()).filter(Boolean))],
})

interface Props {
  form: ScorecardForm
  onChange: (form: ScorecardForm) => void
}

/** What a person says about a scorecard. */
export function ScorecardFields({ form, onChange }: Props) {
  const set = (change: Partial<ScorecardForm>) => onChange({ ...form, ...change })
  return (
    <>
      <Field label="Name" optional hint="Stands in messages in place of the domain.">
        <Input value={form.name} maxLength={200} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Kind">
          <Select value={form.kind} options={kindOptions} onValueChange={(kind) => set({ kind: (['mine', 'vendor', 'domain'] as const).find((one) => one === kind) ?? 'vendor' })} />
        </Field>
        <Field label="Tier" optional>
          <Input value={form.tier} maxLength={50} autoComplete="off" onChange={(event) => set({ tier: event.target.value })} />
        </Field>
      </div>
      <Field label="Labels" optional hint="Separated by commas. Conditions of triggers can ask for them.">
        <Input value={form.labels} autoComplete="off" onChange={(event) => set({ labels: event.target.value })} />
      </Field>
    </>
  )
}
