'use client'

import { useState, type ReactNode } from 'react'
import { Button } from './button'
import { Dialog, DialogClose, DialogContent } from './dialog'
import { Field } from './field'
import { Input } from './input'

interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  children: ReactNode
  /** A verb: "Delete integration". */
  confirmLabel: string
  onConfirm: () => void
  destructive?: boolean
  loading?: boolean
  /** The thing's name; what destroys asks to type it. */
  typeToConfirm?: string
}

export function ConfirmDialog({ open, onOpenChange, ...rest }: ConfirmDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <ConfirmBody {...rest} />}
    </Dialog>
  )
}

function ConfirmBody({
  title, children, confirmLabel, onConfirm, destructive, loading, typeToConfirm,
}: Omit<ConfirmDialogProps, 'open' | 'onOpenChange'>) {
  const [typed, setTyped] = useState('')
  const ready = typeToConfirm === undefined || typed.trim() === typeToConfirm.trim()
  const confirm = () => {
    if (ready && !loading) onConfirm()
  }
  const footer = (
    <>
      <DialogClose asChild><Button>Cancel</Button></DialogClose>
      <Button variant={destructive ? 'danger' : 'primary'} disabled={!ready} loading={loading} onClick={confirm}>
        {confirmLabel}
      </Button>
    </>
  )
  return (
    <DialogContent title={title} footer={footer} className="max-w-md">
      <div className="space-y-4 text-ink-soft">
        <div className="space-y-2">{children}</div>
        {typeToConfirm !== undefined && (
          <form onSubmit={(event) => { event.preventDefault(); confirm() }}>
            <Field label={<>Type <strong className="font-semibold break-all">{typeToConfirm}</strong> to confirm</>}>
              <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} />
            </Field>
          </form>
        )}
      </div>
    </DialogContent>
  )
}
