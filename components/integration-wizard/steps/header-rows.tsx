import { Plus, Trash2 } from 'lucide-react'
import type { ClipboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { FieldError } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { useDestination } from '../destination-context'
import { isKept, type HeaderRow } from '../state/form-state'
import { SecretInput } from './secret-input'
import { useRowEditing } from './use-row-editing'

export function HeaderRows() {
  const { form, messageOf, idOf } = useDestination()
  const message = messageOf('headers')
  const { add, paste } = useRowEditing('headers')
  return (
    <div id={idOf('headers')} tabIndex={-1} className="space-y-3">
      {form.headers.length > 0 && (
        <ul className="space-y-3">
          {form.headers.map((row, index) => <HeaderLine key={row.key} row={row} number={index + 1} onPaste={paste} />)}
        </ul>
      )}
      {message && <FieldError>{message}</FieldError>}
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={add}><Plus aria-hidden />Add header</Button>
        <p className="text-13 text-ink-faint">Paste many lines “Name: value” into a name to fill several rows.</p>
      </div>
    </div>
  )
}

interface LineProps {
  row: HeaderRow
  number: number
  onPaste: (event: ClipboardEvent, key: string) => void
}

function HeaderLine({ row, number, onPaste }: LineProps) {
  const { preset, dispatch, messageOf, idOf } = useDestination()
  const example = preset?.headers.find(({ name }) => name.toLowerCase() === row.name.toLowerCase())?.example
  const nameField = `headers.${row.key}.name`
  const valueField = `headers.${row.key}.value`
  const change = (values: Partial<HeaderRow>) => dispatch({ kind: 'changeHeader', key: row.key, change: values })
  const messages = [messageOf(nameField), messageOf(valueField)].filter((message) => message !== undefined)
  return (
    <li className="space-y-1">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto_auto]">
        <Input
          id={idOf(nameField)} aria-label={`Header ${number} name`} aria-invalid={messageOf(nameField) !== undefined || undefined}
          placeholder="Name" autoComplete="off" spellCheck={false} className="font-mono text-13"
          value={row.name} onPaste={(event) => onPaste(event, row.key)} onChange={(event) => change({ name: event.target.value })}
        />
        <div className="order-3 col-span-2 sm:order-none sm:col-span-1">
          {row.secret
            ? <SecretInput
                id={idOf(valueField)} label={`Header ${number} value`} invalid={messageOf(valueField) !== undefined}
                value={row.value} onChange={(value) => change({ value })} autoComplete="off" placeholder={example}
              />
            : <Input
                id={idOf(valueField)} aria-label={`Header ${number} value`} aria-invalid={messageOf(valueField) !== undefined || undefined}
                placeholder="Value" autoComplete="off" spellCheck={false} className="font-mono text-13"
                value={isKept(row.value) ? '' : row.value} onChange={(event) => change({ value: event.target.value })}
              />}
        </div>
        <div className="order-4 sm:order-none">
          <Checkbox label="Secret" checked={row.secret} onCheckedChange={(checked) => change({ secret: checked === true })} />
        </div>
        <IconButton
          label={`Remove header ${row.name || number}`}
          onClick={() => dispatch({ kind: 'removeRow', list: 'headers', key: row.key })}
        >
          <Trash2 />
        </IconButton>
      </div>
      {messages.map((message) => <FieldError key={message}>{message}</FieldError>)}
    </li>
  )
}
