import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { EventTypeScreen } from '@/components/event-types/event-type-screen'

export const metadata: Metadata = { title: 'Event type' }

export default async function EventTypePage({ params }: { params: Promise<{ key: string }> }) {
  await requireSession()
  return <EventTypeScreen typeKey={(await params).key} />
}
