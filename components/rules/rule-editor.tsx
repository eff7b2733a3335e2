'use client'

import { PageHeader } from '@/components/frame/page-header'
import { useSession } from '@/components/frame/session-context'
import { Card } from '@/components/ui/card'
import { SkeletonRows } from '@/components/ui/skeleton'
import { MissingRule } from './missing-rule'
import { RuleBuilder } from './rule-builder'
import { emptyRule, fromRule } from './rule-form'
import { useRule } from './use-rules'

const back = { href: '/rules', label: 'Rules' }

/** Writes a rule, or changes one. */
export function RuleEditor({ id, standardBody }: { id: string | null; standardBody: string }) {
  const { user } = useSession()
  const query = useRule(id)
  if (id === null) {
    return (
      <>
        <PageHeader title="Create rule" back={back} />
        <RuleBuilder saved={null} start={emptyRule(user.email)} standardBody={standardBody} />
      </>
    )
  }
  if (query.data) {
    return (
      <>
        <PageHeader title={`Edit ${query.data.name}`} back={{ href: `/rules/${id}`, label: query.data.name }} />
        <RuleBuilder saved={query.data} start={fromRule(query.data)} standardBody={standardBody} />
      </>
    )
  }
  return (
    <>
      <PageHeader title="Edit rule" back={back} />
      <Card>
        {query.isError
          ? <MissingRule error={query.error} onRetry={() => void query.refetch()} />
          : <SkeletonRows label="Loading the rule" />}
      </Card>
    </>
  )
}
