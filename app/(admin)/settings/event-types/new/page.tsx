import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { NewEventTypeScreen } from '@/components/event-types/event-type-screen'

export const metadata: Metadata = { title: 'Create event type' }

export default async function NewEventTypePage() {
  await requireSession()
  return <NewEventTypeScreen />
}
