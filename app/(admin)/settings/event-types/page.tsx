import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { EventTypesPanel } from '@/components/event-types/event-types-panel'

export const metadata: Metadata = { title: 'Event types' }

export default async function EventTypesPage() {
  await requireSession()
  return <EventTypesPanel />
}
