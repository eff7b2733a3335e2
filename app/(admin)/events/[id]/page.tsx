import type { Metadata } from 'next'
import { EventDetail } from '@/components/events/event-detail'

export const metadata: Metadata = { title: 'Event' }

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <EventDetail id={id} />
}
