'use client'

import Link from 'next/link'
import { QueryError } from '@/components/feedback/query-error'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { AuditRow } from './audit-row'
import { useAuditOf } from './use-audit'

const SHOWN = 10

/** The last changes of one thing, for its own page. Owners and admins only: others get no answer. */
export function AuditPanel({ targetId, version }: { targetId: string; version: string }) {
  const query = useAuditOf(targetId, version, SHOWN)
  const all = <Button asChild size="sm"><Link href={`/settings/audit-log?target=${targetId}`}>All entries</Link></Button>
  return (
    <Panel title="Audit" flush actions={all}>
      {query.isPending && <SkeletonRows rows={3} label="Loading the audit log" />}
      {query.isError && !query.data && <QueryError title="The audit log could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.data.length === 0 && <EmptyState title="Nothing was changed yet" />}
      <ul aria-label="Audit">
        {query.data?.data.map((entry) => <AuditRow key={entry.id} entry={entry} showTarget={false} />)}
      </ul>
    </Panel>
  )
}
