import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogClose, DialogContent } from '@/components/ui/dialog'

/** Codes for the day without the phone; shown this once. */
export function BackupCodes({ codes }: { codes: readonly string[] }) {
  return (
    <DialogContent
      title="Keep your backup codes"
      description="Each lets you in once when you are without your app. They are shown only this once."
      footer={<><CopyButton value={codes.join('\n')} label="Copy codes" showLabel /><DialogClose asChild><Button variant="primary">I have kept them</Button></DialogClose></>}
      keepOpen
      className="max-w-md"
    >
      <ul aria-label="Backup codes" className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-control border bg-sunken px-3 py-2">
        {codes.map((code) => <li key={code}><code className="text-13">{code}</code></li>)}
      </ul>
    </DialogContent>
  )
}
