import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { isNumeric, wordParam, type ParamSchema } from '../state/check-params'

interface ParamInputProps {
  id: string
  name: string
  schema: ParamSchema
  value: unknown
  /** Shows its name: it does not stand in the sentence. */
  named: boolean
  invalid: boolean
  onChange: (value: unknown) => void
}

export function ParamInput({ id, name, schema, value, named, invalid, onChange }: ParamInputProps) {
  const label = wordParam(name)
  const control = schema.enum
    ? (
        <Select
          id={id} aria-label={label} aria-invalid={invalid || undefined} className="h-7" wrapperClassName="w-32"
          value={String(value ?? '')} onValueChange={onChange}
          options={schema.enum.map((option) => ({ value: String(option), label: wordOption(String(option)) }))}
        />
      )
    : (
        <Input
          id={id} aria-label={label} aria-invalid={invalid || undefined}
          className={isNumeric(schema) ? 'h-7 w-18 px-1.5 text-center tabular-nums' : 'h-7 w-40'}
          inputMode={isNumeric(schema) ? 'numeric' : undefined}
          value={value === undefined || value === null ? '' : String(value)}
          onChange={(event) => onChange(isNumeric(schema) ? readNumber(event.target.value) : event.target.value)}
        />
      )
  if (!named) return control
  return <span className="inline-flex items-center gap-1.5 text-13 text-ink-soft"><span aria-hidden>· {label}</span>{control}</span>
}

/** Text that is no number stays as typed, so that it can be mended. */
function readNumber(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text
}

function wordOption(option: string): string {
  return option.charAt(0).toUpperCase() + option.slice(1)
}
