import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { RuleDetail } from '@/components/rules/rule-detail'

export const metadata: Metadata = { title: 'Rule' }

export default async function RulePage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession()
  const { id } = await params
  return <RuleDetail key={id} id={id} />
}
