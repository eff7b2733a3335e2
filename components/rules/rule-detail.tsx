'use client'

import { Pencil } from 'lucide-react'
import Link from 'next/link'
import { AuditPanel } from '@/components/audit/audit-panel'
import { hostOf } from '@/components/deliveries/url-host'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { explainPolicy } from '@/components/integration-wizard/state/describe-policy'
import { fromPolicy } from '@/components/integration-wizard/state/from-contract'
import { usePortfolios } from '@/components/scorecards/use-portfolios'
import { Button } from '@/components/ui/button'
import { Card, Panel } from '@/components/ui/card'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { RuleView } from '@/lib/contracts/rule'
import { DeleteRule } from './delete-rule'
import { ExecutionsPanel } from './executions-panel'
import { MissingRule } from './missing-rule'
import { RuleSwitch } from './rule-switch'
import { wordCondition, wordEvent, wordScope } from './rule-words'
import { SavedTrial } from './trial-panel'
import { useExecutions } from './use-executions'
import { useRule } from './use-rules'

const back = { href: '/rules', label: 'Rules' }

export function RuleDetail({ id }: { id: string }) {
  const query = useRule(id, { refetchInterval: 10_000 })
  if (query.data) return <Overview rule={query.data} />
  return (
    <>
      <PageHeader title="Rule" back={back} />
      <Card>
        {query.isPending && <SkeletonRows label="Loading the rule" />}
        {query.isError && <MissingRule error={query.error} onRetry={() => void query.refetch()} />}
      </Card>
    </>
  )
}

function Overview({ rule }: { rule: RuleView }) {
  const canEdit = useCanEdit()
  // What stands below the executions comes after them: how much room they take is not known before.
  const { isPending } = useExecutions(rule.id)
  const actions = (
    <>
      <span className="mr-1 flex items-center gap-2 text-13 text-ink-soft">{rule.enabled ? 'On' : 'Off'}<RuleSwitch rule={rule} /></span>
      {canEdit && <DeleteRule rule={rule} />}
      {canEdit && <Button asChild variant="primary"><Link href={`/rules/${rule.id}/edit`}><Pencil />Edit</Link></Button>}
    </>
  )
  return (
    <>
      <PageHeader
        title={rule.name} back={back} actions={actions}
        description={rule.ownerEmail ? <>Owned by {rule.ownerEmail}</> : 'No owner: nobody gets a mail when a web request fails for good'}
      />
      <div className="space-y-4">
        <Panel title="Sentence"><Sentence rule={rule} /></Panel>
        {canEdit && <SavedTrial id={rule.id} />}
        <ExecutionsPanel ruleId={rule.id} />
        {canEdit && !isPending && <AuditPanel targetId={rule.id} version={rule.updatedAt} />}
      </div>
    </>
  )
}

function Sentence({ rule: { event, scope, conditions, steps, policy } }: { rule: RuleView }) {
  const { data: portfolios = [] } = usePortfolios()
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1.5">
      <Part word="When">{wordEvent(event)}</Part>
      <Part word="for">{wordScope(scope, portfolios)}</Part>
      {conditions.map((condition, index) => <Part key={index} word={index === 0 ? 'only if' : 'and'}>{wordCondition(condition, portfolios)}</Part>)}
      {steps.map(({ id, url, template }, index) => (
        <Part key={id} word="then">
          send web request {index + 1} to <span className="font-medium" title={url}>{hostOf(url)}</span>
          {template !== null && <span className="text-ink-faint"> with a body of its own</span>}
          <span className="block font-mono text-13 break-all text-ink-faint">{url}</span>
        </Part>
      ))}
      <Part word="retries">{explainPolicy(fromPolicy(policy))}</Part>
    </dl>
  )
}

function Part({ word, children }: { word: string; children: React.ReactNode }) {
  return <><dt className="text-ink-faint">{word}</dt><dd className="min-w-0 break-words">{children}</dd></>
}
