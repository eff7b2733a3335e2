import type { Metadata } from 'next'

export const metadata: Metadata = { title: 'Scorecards' }

/** The list is in the layout, so that it stays while a detail is open over it. */
export default function ScorecardsPage() {
  return null
}
