import { Button } from '@/components/ui/button'
import { DialogClose, DialogContent } from '@/components/ui/dialog'
import { OnceSecret } from '@/components/ui/once-secret'
import type { MadeInvitation } from '@/lib/contracts/member'

/** The link of an invitation, in a dialog: with whoever closes it, it is gone. */
export function InvitationLink({ made }: { made: MadeInvitation }) {
  return (
    <DialogContent
      title={`Invitation for ${made.email}`}
      description={made.mailed
        ? 'It is on its way by mail. You can also hand over the link yourself; it is shown only this once.'
        : 'No mail server is set up: hand over this link yourself. It is shown only this once.'}
      footer={<DialogClose asChild><Button variant="primary">Done</Button></DialogClose>}
      keepOpen
    >
      <OnceSecret value={made.url} label="Invitation link" />
      <p className="mt-3 text-13 text-ink-faint">Whoever has it becomes {made.role} as {made.email}. It works once, for seven days.</p>
    </DialogContent>
  )
}
