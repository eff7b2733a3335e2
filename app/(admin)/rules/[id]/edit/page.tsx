import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { RuleEditor } from '@/components/rules/rule-editor'
import { RULE_TEMPLATE } from '@/lib/rules/rule-event-types'

export const metadata: Metadata = { title: 'Edit rule' }

export default async function EditRulePage({ params }: { params: Promise<{ id: string }> }) {
  await requireSession()
  const { id } = await params
  return <RuleEditor key={id} id={id} standardBody={RULE_TEMPLATE} />
}
