import type { Metadata } from 'next'

export const metadata: Metadata = { title: 'Deliveries' }

/** The list is in the layout, so that it stays while a detail is open over it. */
export default function DeliveriesPage() {
  return null
}
