import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { ScorecardDetail } from '@/components/scorecards/scorecard-detail'

export const metadata: Metadata = { title: 'Scorecard' }

export default async function ScorecardPage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession()
  const { id } = await params
  return <ScorecardDetail key={id} id={id} />
}
