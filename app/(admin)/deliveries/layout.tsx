import type { ReactNode } from 'react'
import { DeliveriesScreen } from '@/components/deliveries/deliveries-screen'
import { ListWithDetail } from '@/components/lists/list-with-detail'

export default function DeliveriesLayout({ children }: { children: ReactNode }) {
  return <ListWithDetail list={<DeliveriesScreen />}>{children}</ListWithDetail>
}
