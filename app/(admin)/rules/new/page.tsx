import type { Metadata } from 'next'
import { requireSession } from '@/app/(admin)/require-session'
import { RuleEditor } from '@/components/rules/rule-editor'
import { RULE_TEMPLATE } from '@/lib/rules/rule-event-types'

export const metadata: Metadata = { title: 'Create rule' }

export default async function NewRulePage() {
  await requireSession()
  return <RuleEditor id={null} standardBody={RULE_TEMPLATE} />
}
