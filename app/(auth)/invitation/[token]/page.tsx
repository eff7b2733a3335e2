import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { InvitationView } from '@/components/auth/invitation-view'
import { getPerson } from '@/lib/auth/session'
import { findInvitation } from '@/lib/people/accept-invitation'

// The token must not travel to other sites in a Referer header.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' }

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const [invitation, person] = [await findInvitation(token), await getPerson(await headers())]
  return <InvitationView token={token} invitation={invitation} signedInAs={person?.user.email ?? null} />
}
