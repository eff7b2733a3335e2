import { LINK } from '@/lib/mail/queue-mail'

export const INVITATION_DAYS = 7

interface Letter {
  subject: string
  text: string
}

const lines = (...parts: string[]): string => `${parts.join('\n\n')}\n`

/** To somebody who is invited. `invitedBy` is a name, or null where a program did it. */
export const invitationLetter = (about: { workspaceName: string; invitedBy: string | null; role: string }): Letter => ({
  subject: `Invitation to ${about.workspaceName} on Hookwright`,
  text: lines(
    `${about.invitedBy ?? 'Somebody'} invites you to the workspace "${about.workspaceName}" on Hookwright, as ${about.role}.`,
    `Accept here: ${LINK}`,
    `The link works once, for this address, and for ${INVITATION_DAYS} days. If you do not know what this is about, leave it be.`,
  ),
})

/** To somebody who asked for a new password. */
export const resetLetter = (): Letter => ({
  subject: 'A new password for Hookwright',
  text: lines(
    'Somebody, probably you, asked for a new password for this address.',
    `Choose one here: ${LINK}`,
    'The link works once and for an hour. Whoever is signed in with this address is signed out then.',
    'If it was not you, leave this mail be: nothing changes.',
  ),
})
