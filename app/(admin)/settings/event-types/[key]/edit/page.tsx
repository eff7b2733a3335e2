import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { EditEventTypeScreen } from '@/components/event-types/event-type-screen'

export const metadata: Metadata = { title: 'Edit event type' }

export default async function EditEventTypePage({ params }: { params: Promise<{ key: string }> }) {
  await requireSession()
  return <EditEventTypeScreen typeKey={(await params).key} />
}
