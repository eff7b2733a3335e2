import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RadioCard, RadioCards } from '@/components/ui/radio-cards'
import { useDestination } from '../destination-context'
import type { AuthKind, FormState } from '../state/form-state'
import { SecretInput } from './secret-input'

const kindsOf = (isSigned: boolean): readonly { value: AuthKind; title: string; description: string }[] => [
  { value: 'none', title: 'None', description: `The address or ${isSigned ? 'the signature' : 'a header'} is enough` },
  { value: 'basic', title: 'Basic', description: 'User name and password' },
  { value: 'bearer', title: 'Bearer', description: 'A token in the Authorization header' },
]

export function AuthFields() {
  const { form, dispatch, messageOf, idOf, isSigned } = useDestination()
  const kinds = kindsOf(isSigned)
  const { auth } = form
  const set = (change: Partial<FormState['auth']>) => dispatch({ kind: 'set', values: { auth: { ...auth, ...change } } })
  return (
    <div className="space-y-4">
      <RadioCards
        aria-label="Authentication" className="lg:grid-cols-3" value={auth.kind}
        onValueChange={(value) => set({ kind: kinds.find((kind) => kind.value === value)?.value ?? 'none' })}
      >
        {kinds.map(({ value, title, description }) => <RadioCard key={value} value={value} title={title} description={description} />)}
      </RadioCards>
      {auth.kind === 'basic' && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="User name" id={idOf('auth.username')} error={messageOf('auth.username')}>
            <Input autoComplete="off" spellCheck={false} value={auth.username} onChange={(event) => set({ username: event.target.value })} />
          </Field>
          <Field label="Password" id={idOf('auth.password')} error={messageOf('auth.password')}>
            <SecretInput id={idOf('auth.password')} value={auth.password} onChange={(password) => set({ password })} />
          </Field>
        </div>
      )}
      {auth.kind === 'bearer' && (
        <Field label="Token" id={idOf('auth.token')} error={messageOf('auth.token')} hint="Sent as “Authorization: Bearer …”. Write it without the word Bearer.">
          <SecretInput id={idOf('auth.token')} value={auth.token} onChange={(token) => set({ token })} />
        </Field>
      )}
    </div>
  )
}
