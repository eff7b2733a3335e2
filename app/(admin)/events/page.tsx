import type { Metadata } from 'next'

export const metadata: Metadata = { title: 'Events' }

/** The list is in the layout, so that it stays while a detail is open over it. */
export default function EventsPage() {
  return null
}
