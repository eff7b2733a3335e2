import { Lock } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { isKept, type SecretField } from '../state/form-state'

interface SecretInputProps {
  value: SecretField
  onChange: (value: SecretField) => void
  id?: string
  /** Only where no `Field` names it. */
  label?: string
  invalid?: boolean
  placeholder?: string
  autoComplete?: string
}

/** A secret is typed or, when stored, only noted as set: it can be replaced, never read. */
export function SecretInput({ value, onChange, id, label, invalid, placeholder, autoComplete = 'new-password' }: SecretInputProps) {
  if (isKept(value)) {
    return (
      <div className="flex min-h-8 items-center gap-2 rounded-control border bg-sunken pr-1 pl-2.5 text-13 text-ink-soft">
        <Lock aria-hidden className="size-3.5" />
        <span className="min-w-0 flex-1 truncate">Stored{value.lastFour ? `, ends in ${value.lastFour}` : ''}</span>
        <Button id={id} size="sm" variant="ghost" aria-label={label ? `Replace ${label}` : undefined} aria-invalid={invalid || undefined} onClick={() => onChange('')}>
          Replace
        </Button>
      </div>
    )
  }
  return (
    <Input
      id={id} type="password" aria-label={label} aria-invalid={invalid || undefined} placeholder={placeholder}
      autoComplete={autoComplete} spellCheck={false} value={value} onChange={(event) => onChange(event.target.value)}
    />
  )
}
