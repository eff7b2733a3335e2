'use client'

import { Plus, Workflow } from 'lucide-react'
import Link from 'next/link'
import { QueryError } from '@/components/feedback/query-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { RuleRow } from './rule-row'
import { useRules } from './use-rules'

export function RulesScreen() {
  const canEdit = useCanEdit()
  const create = canEdit && <Button asChild variant="primary"><Link href="/rules/new"><Plus />Create rule</Link></Button>
  return (
    <>
      <PageHeader title="Rules" description="When something happens to a group of scorecards, send web requests one after the other." actions={create} />
      <Card className="overflow-hidden"><RuleList /></Card>
    </>
  )
}

function RuleList() {
  const rules = useRules()
  if (rules.isPending) return <SkeletonRows label="Loading rules" />
  if (rules.isError && !rules.data) {
    return <QueryError title="The rules could not be loaded" error={rules.error} onRetry={() => void rules.refetch()} />
  }
  if (rules.data.length === 0) return <NoRules />
  return <ul aria-label="Rules">{rules.data.map((rule) => <RuleRow key={rule.id} rule={rule} />)}</ul>
}

function NoRules() {
  const canEdit = useCanEdit()
  return (
    <EmptyState
      icon={Workflow}
      title="No rules yet"
      actions={canEdit && <Button asChild><Link href="/rules/new">Write the first sentence</Link></Button>}
    >
      A rule is a sentence: <em>when</em> the score drops by at least 10 points <em>for</em> all followed scorecards, <em>then</em> send
      a web request to your ticket system, <em>then</em> one to your chat. A later request is sent only after the earlier one succeeded,
      and its body holds what the earlier ones answered.
    </EmptyState>
  )
}
