import { Badge } from '@/components/ui/badge'
import { Checkbox } from '@/components/ui/checkbox'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { JsonSchema } from '@/lib/catalogue/json-schema'
import { listFields, type FieldPlace } from './list-fields'

interface FieldTableProps {
  schema: JsonSchema
  /** Given where what is required can be changed. */
  onRequire?: (place: FieldPlace, required: boolean) => void
}

/** What a schema says of an event's context. */
export function FieldTable({ schema, onRequire }: FieldTableProps) {
  const fields = listFields(schema)
  if (fields.length === 0) return <p className="p-4 text-13 text-ink-faint">No fields: every object is taken.</p>
  return (
    // It scrolls inside, and a keyboard must reach that.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="max-h-96 overflow-y-auto focus-visible:-outline-offset-2" tabIndex={0} role="region" aria-label="Fields">
      <Table>
        <TableHead>
          <TableRow><TableHeader>Field</TableHeader><TableHeader>Holds</TableHeader><TableHeader className="text-right">{onRequire ? 'Required' : <span className="sr-only">Required</span>}</TableHeader></TableRow>
        </TableHead>
        <TableBody>
          {fields.map(({ path, place, type, required, depth }) => (
            <TableRow key={path}>
              <TableCell className="h-9 py-1"><code className="text-12 break-all" style={{ paddingLeft: `${depth * 12}px` }}>{path}</code></TableCell>
              <TableCell className="h-9 py-1 text-ink-soft">{type}</TableCell>
              <TableCell className="h-9 py-1 text-right">
                {onRequire
                  ? <Checkbox aria-label={`${path} is required`} checked={required} onCheckedChange={(checked) => onRequire(place, checked === true)} />
                  : required ? <Badge tone="accent">required</Badge> : <span className="text-12 text-ink-faint">optional</span>}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}
