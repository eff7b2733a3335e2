'use client'

import { Upload } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Notice } from '@/components/ui/notice'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { CSV_COLUMNS, parseScoresCsv, type ParsedCsv, type ParsedLine } from './parse-scores-csv'
import { useImport } from './use-import'

const SHOWN_LINES = 8
const SHOWN_ERRORS = 20
const MAX_BYTES = 10 * 1024 * 1024

export function ImportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return <Dialog open={open} onOpenChange={(next) => !next && onClose()}>{open && <Import onClose={onClose} />}</Dialog>
}

function Import({ onClose }: { onClose: () => void }) {
  const inputId = useId()
  const [parsed, setParsed] = useState<ParsedCsv | null>(null)
  const run = useImport()
  const read = async (file: File | undefined) => {
    if (!file) return
    run.reset()
    setParsed(file.size > MAX_BYTES ? { lines: [], errors: [{ line: 1, message: 'The file is larger than 10 MB' }] } : parseScoresCsv(await file.text()))
  }
  const start = () => parsed && run.mutate(parsed.lines, {
    onSuccess: () => {
      toast.success(`${count(parsed.lines.length, 'line')} imported.`)
      onClose()
    },
  })
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button variant="primary" disabled={!parsed || parsed.lines.length === 0} loading={run.isPending} onClick={start}>
        {parsed && parsed.lines.length > 0 ? `Import ${count(parsed.lines.length, 'line')}` : 'Import'}
      </Button>
    </>
  )
  return (
    <DialogContent title="Import scorecards" description="Nothing fires for imported scores: they are history, and what the next score is compared with." footer={footer} className="max-w-2xl">
      <div className="space-y-4">
        <ErrorSummary title="The import broke off; importing again does nothing twice" errors={run.error ? [{ message: run.error.message }] : []} />
        <div className="space-y-1.5">
          <label htmlFor={inputId} className="block text-13 font-medium">CSV file</label>
          <input
            id={inputId} type="file" accept=".csv,text/csv,text/plain" onChange={(event) => void read(event.target.files?.[0])}
            className="block w-full text-13 text-ink-soft file:mr-3 file:h-8 file:rounded-control file:border file:border-line-strong file:bg-panel file:px-3 file:text-ink pointer-coarse:file:h-11"
          />
          <p className="text-13 text-ink-faint">
            The first line names the columns: <code className="break-words">{CSV_COLUMNS.join(', ')}</code>. Only domain is needed; labels are separated by |.
          </p>
        </div>
        {parsed && <Preview parsed={parsed} />}
      </div>
    </DialogContent>
  )
}

const count = (amount: number, noun: string) => `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`

function Preview({ parsed: { lines, errors } }: { parsed: ParsedCsv }) {
  return (
    <div className="space-y-3" aria-live="polite">
      {errors.length > 0 && (
        <Notice tone="bad" title={`${count(errors.length, 'line')} cannot be imported`}>
          <ul className="max-h-40 overflow-y-auto">
            {errors.slice(0, SHOWN_ERRORS).map(({ line, message }) => <li key={line}>Line {line}: {message}</li>)}
            {errors.length > SHOWN_ERRORS && <li>and {errors.length - SHOWN_ERRORS} more</li>}
          </ul>
        </Notice>
      )}
      {lines.length > 0 && <PreviewTable lines={lines} />}
    </div>
  )
}

function PreviewTable({ lines }: { lines: readonly ParsedLine[] }) {
  return (
    <div className="rounded-control border">
      <Table aria-label="Preview">
        <TableHead>
          <TableRow>{['Line', 'Domain', 'Name', 'Kind', 'Tier', 'Labels', 'Score', 'Observed'].map((name) => <TableHeader key={name}>{name}</TableHeader>)}</TableRow>
        </TableHead>
        <TableBody>
          {lines.slice(0, SHOWN_LINES).map(({ line, scorecard, score }) => (
            <TableRow key={line}>
              <TableCell className="text-ink-faint tabular-nums">{line}</TableCell>
              <TableCell>{scorecard.domain}</TableCell>
              <TableCell>{scorecard.name}</TableCell>
              <TableCell>{scorecard.kind}</TableCell>
              <TableCell>{scorecard.tier}</TableCell>
              <TableCell>{scorecard.labels?.join(', ')}</TableCell>
              <TableCell className="tabular-nums">{score?.score}</TableCell>
              <TableCell className="whitespace-nowrap">{score && (score.observedAt?.slice(0, 10) ?? 'now')}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {lines.length > SHOWN_LINES && <p className="flex items-center gap-1.5 px-4 py-2 text-13 text-ink-faint"><Upload aria-hidden className="size-3.5" />and {count(lines.length - SHOWN_LINES, 'more line')}</p>}
    </div>
  )
}
