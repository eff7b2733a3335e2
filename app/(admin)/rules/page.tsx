import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { RulesScreen } from '@/components/rules/rules-screen'

export const metadata: Metadata = { title: 'Rules' }

export default async function RulesPage() {
  await requireSession()
  return <RulesScreen />
}
