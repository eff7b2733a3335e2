import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { PortfoliosScreen } from '@/components/scorecards/portfolios-screen'

export const metadata: Metadata = { title: 'Portfolios' }

export default async function PortfoliosPage() {
  await requireSession()
  return <PortfoliosScreen />
}
