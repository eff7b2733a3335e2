'use client'

import { cn } from '@/components/ui/cn'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { diffLines, type DiffLine } from './diff-lines'

interface CompareDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The default body. */
  before: string
  /** The body in the editor. */
  after: string
  onReset: () => void
}

const looks: Record<DiffLine['kind'], { sign: string; word: string; className: string }> = {
  same: { sign: ' ', word: '', className: '' },
  removed: { sign: '−', word: 'only in the default: ', className: 'bg-bad-tint text-bad' },
  added: { sign: '+', word: 'only in yours: ', className: 'bg-ok-tint text-ok' },
}

/** What was changed of the default body. */
export function CompareDialog({ open, onOpenChange, before, after, onReset }: CompareDialogProps) {
  const lines = diffLines(before, after)
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length
  const reset = () => {
    onReset()
    onOpenChange(false)
  }
  const footer = (
    <>
      <DialogClose asChild><Button>Close</Button></DialogClose>
      <Button variant="danger-quiet" onClick={reset}>Reset to default</Button>
    </>
  )
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Compared with the default" className="max-w-4xl" footer={footer}
        description={`${count('added')} lines of yours, ${count('removed')} of the default`}
      >
        <pre
          aria-label="Changes" role="region"
          // Long lines scroll inside, and a keyboard must reach that.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="overflow-x-auto rounded-control border bg-sunken py-2 text-13 leading-5"
        >
          {lines.map(({ kind, text }, index) => {
            const { sign, word, className } = looks[kind]
            return (
              <div key={index} className={cn('min-w-fit px-3', className)}>
                <span aria-hidden className="mr-2 inline-block w-3 select-none">{sign}</span>
                {word !== '' && <span className="sr-only">{word}</span>}
                {text}
              </div>
            )
          })}
        </pre>
      </DialogContent>
    </Dialog>
  )
}
