import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { POLICY_PROFILES } from '@/lib/contracts/choices'
import { explainPolicy, profileTitles, summarisePolicy } from '../state/describe-policy'
import type { FormState } from '../state/form-state'
import { fieldId } from '../state/map-pointers'

interface PolicyFieldsProps {
  policy: FormState['policy']
  onChange: (policy: FormState['policy']) => void
  messageOf: (field: string) => string | undefined
}

/** What counts as delivered, and when a failed request is sent again. */
export function PolicyFields({ policy, onChange, messageOf }: PolicyFieldsProps) {
  const set = (change: Partial<FormState['policy']>) => onChange({ ...policy, ...change })
  return (
    <>
      <Field label="Delivery policy" id={fieldId('policy.profile')} error={messageOf('policy.profile')} hint={explainPolicy(policy)}>
        <Select
          value={policy.profile} wrapperClassName="sm:w-96"
          onValueChange={(value) => set({ profile: POLICY_PROFILES.find((profile) => profile === value) ?? policy.profile })}
          options={POLICY_PROFILES.map((profile) => ({
            value: profile,
            label: profile === 'custom' ? 'Custom: own retries' : `${profileTitles[profile]}: ${summarisePolicy({ ...policy, profile })}`,
          }))}
        />
      </Field>
      {policy.profile === 'custom' && (
        <div className="grid gap-4 sm:grid-cols-[140px_minmax(0,1fr)]">
          <Field label="Time limit in seconds" id={fieldId('policy.timeoutSeconds')} error={messageOf('policy.timeoutSeconds')}>
            <Input inputMode="decimal" value={policy.timeoutSeconds} onChange={(event) => set({ timeoutSeconds: event.target.value })} />
          </Field>
          <Field label="Waits between tries" id={fieldId('policy.retryDelays')} error={messageOf('policy.retryDelays')} hint={summarisePolicy(policy)}>
            <Input value={policy.retryDelays} placeholder="5 s, 5 min, 2 h" onChange={(event) => set({ retryDelays: event.target.value })} />
          </Field>
          <div className="sm:col-span-2">
            <Checkbox
              label="Vary each wait by ±20 %" hint="Spreads the load when many deliveries failed at once."
              checked={policy.jitter} onCheckedChange={(checked) => set({ jitter: checked === true })}
            />
          </div>
        </div>
      )}
    </>
  )
}
