import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { policyProfile } from '@/lib/contracts/integration'
import { explainPolicy, profileTitles, summarisePolicy } from '../state/describe-policy'
import type { FormState } from '../state/form-state'
import { fieldId } from '../state/map-pointers'
import { useFieldMessage, useWizard } from '../wizard-context'

export function DeliveryFields() {
  const { form, dispatch } = useWizard()
  const messageOf = useFieldMessage()
  const { policy, limits } = form
  const setPolicy = (change: Partial<FormState['policy']>) => dispatch({ kind: 'set', values: { policy: { ...policy, ...change } } })
  const setLimits = (change: Partial<FormState['limits']>) => dispatch({ kind: 'set', values: { limits: { ...limits, ...change } } })
  return (
    <div className="space-y-4">
      <Field label="Delivery policy" id={fieldId('policy.profile')} error={messageOf('policy.profile')} hint={explainPolicy(policy)}>
        <Select
          value={policy.profile} wrapperClassName="sm:w-96"
          onValueChange={(value) => setPolicy({ profile: policyProfile.parse(value) })}
          options={policyProfile.options.map((profile) => ({
            value: profile,
            label: profile === 'custom' ? 'Custom: own retries' : `${profileTitles[profile]}: ${summarisePolicy({ ...policy, profile })}`,
          }))}
        />
      </Field>
      {policy.profile === 'custom' && (
        <div className="grid gap-4 sm:grid-cols-[140px_minmax(0,1fr)]">
          <Field label="Time limit in seconds" id={fieldId('policy.timeoutSeconds')} error={messageOf('policy.timeoutSeconds')}>
            <Input inputMode="decimal" value={policy.timeoutSeconds} onChange={(event) => setPolicy({ timeoutSeconds: event.target.value })} />
          </Field>
          <Field label="Waits between tries" id={fieldId('policy.retryDelays')} error={messageOf('policy.retryDelays')} hint={summarisePolicy(policy)}>
            <Input value={policy.retryDelays} placeholder="5 s, 5 min, 2 h" onChange={(event) => setPolicy({ retryDelays: event.target.value })} />
          </Field>
          <div className="sm:col-span-2">
            <Checkbox
              label="Vary each wait by ±20 %" hint="Spreads the load when many deliveries failed at once."
              checked={policy.jitter} onCheckedChange={(checked) => setPolicy({ jitter: checked === true })}
            />
          </div>
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Requests per second" optional id={fieldId('limits.perSecond')} error={messageOf('limits.perSecond')} hint="Empty: no limit. More than this waits its turn.">
          <Input inputMode="numeric" value={limits.perSecond} onChange={(event) => setLimits({ perSecond: event.target.value })} />
        </Field>
        <Field label="Requests at the same time" optional id={fieldId('limits.concurrency')} error={messageOf('limits.concurrency')} hint="Empty: 32.">
          <Input inputMode="numeric" value={limits.concurrency} onChange={(event) => setLimits({ concurrency: event.target.value })} />
        </Field>
      </div>
      <Field label="Owner’s mail" optional id={fieldId('ownerEmail')} error={messageOf('ownerEmail')} hint="A member of the workspace. Gets a mail when deliveries keep failing.">
        <Input
          type="email" autoComplete="off" className="sm:w-80" value={form.ownerEmail}
          onChange={(event) => dispatch({ kind: 'set', values: { ownerEmail: event.target.value } })}
        />
      </Field>
    </div>
  )
}
