import { OwnerSelect } from '@/components/rules/owner-select'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { FormState } from '../state/form-state'
import { fieldId } from '../state/map-pointers'
import { useFieldMessage, useWizard } from '../wizard-context'
import { PolicyFields } from './policy-fields'

export function DeliveryFields() {
  const { form, dispatch } = useWizard()
  const messageOf = useFieldMessage()
  const { policy, limits } = form
  const setLimits = (change: Partial<FormState['limits']>) => dispatch({ kind: 'set', values: { limits: { ...limits, ...change } } })
  return (
    <div className="space-y-4">
      <PolicyFields policy={policy} messageOf={messageOf} onChange={(next) => dispatch({ kind: 'set', values: { policy: next } })} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Requests per second" optional id={fieldId('limits.perSecond')} error={messageOf('limits.perSecond')} hint="Empty: no limit. More than this waits its turn.">
          <Input inputMode="numeric" value={limits.perSecond} onChange={(event) => setLimits({ perSecond: event.target.value })} />
        </Field>
        <Field label="Requests at the same time" optional id={fieldId('limits.concurrency')} error={messageOf('limits.concurrency')} hint="Empty: 32.">
          <Input inputMode="numeric" value={limits.concurrency} onChange={(event) => setLimits({ concurrency: event.target.value })} />
        </Field>
      </div>
      <Field label="Owner" optional id={fieldId('ownerEmail')} error={messageOf('ownerEmail')} hint="Gets a mail when deliveries keep failing.">
        <OwnerSelect value={form.ownerEmail} onChange={(ownerEmail) => dispatch({ kind: 'set', values: { ownerEmail } })} />
      </Field>
    </div>
  )
}
