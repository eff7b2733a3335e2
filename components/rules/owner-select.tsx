import { useMembers } from '@/components/settings/use-members'
import { Select } from '@/components/ui/select'

/** One of the members; '' is nobody. Who is no member any more still stands there until somebody else is chosen. */
export function OwnerSelect({ value, onChange }: { value: string; onChange: (email: string) => void }) {
  const { data: members = [] } = useMembers()
  const isKnown = value === '' || members.some(({ email }) => email === value)
  const options = [
    ...(isKnown ? [] : [{ value, label: value }]),
    ...members.map(({ email, name }) => ({ value: email, label: `${name} · ${email}` })),
    { value: '', label: 'Nobody' },
  ]
  return <Select value={value} options={options} onValueChange={onChange} />
}
