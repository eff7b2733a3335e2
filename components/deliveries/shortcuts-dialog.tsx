'use client'

import { Dialog, DialogContent } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'

const shortcuts = [
  ['/', 'Search'],
  ['j', 'Next row'],
  ['k', 'Previous row'],
  ['Enter', 'Open the row'],
  ['r', 'Resend the row'],
  ['x', 'Select the row'],
  ['Esc', 'Close what is open'],
  ['?', 'This help'],
] as const

export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts" className="max-w-sm">
        <dl className="space-y-2">
          {shortcuts.map(([key, meaning]) => (
            <div key={key} className="flex items-center justify-between gap-4">
              <dt>{meaning}</dt>
              <dd><Kbd>{key}</Kbd></dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  )
}
