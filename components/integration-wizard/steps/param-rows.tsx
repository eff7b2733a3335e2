import { Plus, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { useDestination } from '../destination-context'
import type { ParamRow } from '../state/form-state'
import { useRowEditing } from './use-row-editing'

export function ParamRows() {
  const { form, dispatch, messageOf, idOf } = useDestination()
  const { add, paste } = useRowEditing('params')
  const change = (key: string, values: Partial<ParamRow>) => dispatch({ kind: 'changeParam', key, change: values })
  return (
    <div id={idOf('params')} tabIndex={-1} className="space-y-3">
      {form.params.length > 0 && (
        <ul className="space-y-3">
          {form.params.map((row, index) => (
            <li key={row.key} className="space-y-1">
              <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2">
                <Input
                  id={idOf(`params.${row.key}.name`)} aria-label={`Parameter ${index + 1} name`} placeholder="Name"
                  autoComplete="off" spellCheck={false} className="font-mono text-13" value={row.name}
                  aria-invalid={messageOf(`params.${row.key}.name`) !== undefined || undefined}
                  onPaste={(event) => paste(event, row.key)}
                  onChange={(event) => change(row.key, { name: event.target.value })}
                />
                <Input
                  id={idOf(`params.${row.key}.value`)} aria-label={`Parameter ${index + 1} value`} placeholder="Value"
                  autoComplete="off" spellCheck={false} className="font-mono text-13" value={row.value}
                  aria-invalid={messageOf(`params.${row.key}.value`) !== undefined || undefined}
                  onChange={(event) => change(row.key, { value: event.target.value })}
                />
                <IconButton
                  label={`Remove parameter ${row.name || index + 1}`}
                  onClick={() => dispatch({ kind: 'removeRow', list: 'params', key: row.key })}
                >
                  <Trash2 />
                </IconButton>
              </div>
              {['name', 'value'].map((column) => {
                const message = messageOf(`params.${row.key}.${column}`)
                return message && <FieldError key={column}>{message}</FieldError>
              })}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={add}><Plus aria-hidden />Add parameter</Button>
        <p className="text-13 text-ink-faint">Paste “name=value” lines or a whole query string to fill several rows.</p>
      </div>
    </div>
  )
}
