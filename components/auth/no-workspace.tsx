import { Notice } from '@/components/ui/notice'
import { SignOutButton } from './sign-out-button'

/** For somebody who is signed in and in no workspace any more. */
export function NoWorkspace({ email }: { email: string }) {
  return (
    <Notice tone="info" title="You are in no workspace" actions={<SignOutButton />}>
      You are signed in as {email}, but nobody has invited you, or you have left. Ask for an invitation.
    </Notice>
  )
}
