import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SIGNING_SCHEMES } from '@/lib/contracts/choices'
import type { SigningScheme } from '@/lib/contracts/integration'
import type { FormState } from '../state/form-state'
import { fieldId } from '../state/map-pointers'
import { useFieldMessage, useWizard } from '../wizard-context'
import { SecretInput } from './secret-input'

export const schemeTitles: Record<SigningScheme, string> = {
  standard: 'Standard Webhooks',
  guard: 'Guard (X-Guard-Signature)',
  argyle: 'Argyle (X-Argyle-Signature)',
  hmac: 'Own header (HMAC)',
  none: 'None',
}

const explanations: Record<SigningScheme, string> = {
  standard: 'webhook-signature: v1,<base64> over id, time and body. Libraries for it exist in most languages, and it can be rotated with overlap.',
  guard: 'X-Guard-Signature: the lowercase hex HMAC-SHA256 of the body.',
  argyle: 'X-Argyle-Signature: the lowercase hex HMAC-SHA512 of the body.',
  hmac: 'An HMAC of the body in a header of your choice.',
  none: 'The receiver can’t tell who sent a request. Use this for services that don’t check signatures.',
}

export function SigningFields() {
  const { form, dispatch, integrationId } = useWizard()
  const messageOf = useFieldMessage()
  const { signing } = form
  // The one scheme that may go without: a change of something else does not begin to sign.
  const unsigned = signing.scheme === 'argyle' && integrationId !== null && signing.secret === ''
  const set = (change: Partial<FormState['signing']>) => dispatch({ kind: 'set', values: { signing: { ...signing, ...change } } })
  return (
    <div className="space-y-4">
      <Field label="Signature scheme" id={fieldId('signing.scheme')} error={messageOf('signing.scheme')} hint={explanations[signing.scheme]}>
        <Select
          value={signing.scheme} wrapperClassName="sm:w-80"
          options={SIGNING_SCHEMES.map((value) => ({ value, label: schemeTitles[value] }))}
          onValueChange={(value) => set({ scheme: SIGNING_SCHEMES.find((scheme) => scheme === value) ?? signing.scheme })}
        />
      </Field>
      {signing.scheme === 'hmac' && (
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label="Signature header" id={fieldId('signing.header')} error={messageOf('signing.header')}>
            <Input className="font-mono text-13" spellCheck={false} value={signing.header} onChange={(event) => set({ header: event.target.value })} />
          </Field>
          <Field label="Algorithm">
            <Select
              value={signing.algorithm} options={[{ value: 'sha256', label: 'SHA-256' }, { value: 'sha512', label: 'SHA-512' }]}
              onValueChange={(value) => set({ algorithm: value === 'sha512' ? 'sha512' : 'sha256' })}
            />
          </Field>
          <Field label="Encoding">
            <Select
              value={signing.encoding} options={[{ value: 'hex', label: 'Hex' }, { value: 'base64', label: 'Base64' }]}
              onValueChange={(value) => set({ encoding: value === 'base64' ? 'base64' : 'hex' })}
            />
          </Field>
        </div>
      )}
      {signing.scheme !== 'none' && (
        <Field
          label="Signing secret" optional id={fieldId('signing.secret')} error={messageOf('signing.secret')}
          hint={unsigned ? 'None is set, so requests are not signed. Type one to sign them from now on.' : 'Leave it empty: one is made when you finish, and shown once to copy.'}
        >
          <SecretInput id={fieldId('signing.secret')} value={signing.secret} onChange={(secret) => set({ secret })} />
        </Field>
      )}
    </div>
  )
}
