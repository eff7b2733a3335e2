import type { ReactNode } from 'react'
import { EventsScreen } from '@/components/events/events-screen'
import { ListWithDetail } from '@/components/lists/list-with-detail'

export default function EventsLayout({ children }: { children: ReactNode }) {
  return <ListWithDetail list={<EventsScreen />}>{children}</ListWithDetail>
}
