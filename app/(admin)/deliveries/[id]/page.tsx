import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { DeliveryDetail } from '@/components/deliveries/delivery-detail'

export const metadata: Metadata = { title: 'Delivery' }

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession()
  const { id } = await params
  return <DeliveryDetail id={id} />
}
