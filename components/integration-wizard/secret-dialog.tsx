import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import type { Finished } from './hooks/use-finish'

/** The signing secret, once. It is only in memory: closing goes on to the integration and forgets it. */
export function SecretDialog({ done, onClose }: { done: Finished | null; onClose: (id: string) => void }) {
  if (done === null || done.secret === null) return null
  const close = () => onClose(done.id)
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent
        title="Copy the signing secret"
        description="The receiver checks with it that requests come from here. It is shown only this once."
        footer={<Button variant="primary" onClick={close}>I have copied it</Button>}
        keepOpen
      >
        <div className="flex items-center gap-2 rounded-control border bg-sunken px-3 py-2">
          <code aria-label="Signing secret" className="min-w-0 flex-1 text-13 break-all select-all">{done.secret}</code>
          <CopyButton value={done.secret} label="Copy secret" />
        </div>
        <p className="mt-3 text-13 text-ink-faint">Lost it? Rotate it on the integration’s Signing page.</p>
      </DialogContent>
    </Dialog>
  )
}
