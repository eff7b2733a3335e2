import type { Metadata } from 'next'
import { PortfoliosScreen } from '@/components/scorecards/portfolios-screen'

export const metadata: Metadata = { title: 'Portfolios' }

export default function PortfoliosPage() {
  return <PortfoliosScreen />
}
