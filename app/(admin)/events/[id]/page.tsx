import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { EventDetail } from '@/components/events/event-detail'

export const metadata: Metadata = { title: 'Event' }

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession()
  const { id } = await params
  return <EventDetail id={id} />
}
