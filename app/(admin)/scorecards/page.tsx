import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'

export const metadata: Metadata = { title: 'Scorecards' }

/** The list is in the layout, so that it stays while a detail is open over it. */
export default async function ScorecardsPage() {
  await requireSession()
  return null
}
