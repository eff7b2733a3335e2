'use client'

import { FolderOpen, Plus } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { toastError } from '@/components/feedback/toast-error'
import { PageHeader } from '@/components/frame/page-header'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { PortfolioView } from '@/lib/contracts/scorecard'
import { useDeletePortfolio, usePortfolios } from './use-portfolios'

const PortfolioDialog = lazyDialog(() => import('./portfolio-dialog').then((module) => module.PortfolioDialog))

export function PortfoliosScreen() {
  const query = usePortfolios()
  const canEdit = useCanEdit()
  const [editing, setEditing] = useState<PortfolioView | 'new' | null>(null)
  const create = canEdit && <Button variant="primary" onClick={() => setEditing('new')}><Plus />Create portfolio</Button>
  return (
    <>
      <PageHeader
        title="Portfolios" back={{ href: '/scorecards', label: 'Scorecards' }} actions={create}
        description="Groups of scorecards, for conditions of triggers and for rules."
      />
      <Card className="overflow-hidden">
        {query.isPending && <SkeletonRows label="Loading portfolios" rows={4} />}
        {query.isError && !query.data && <QueryError title="The portfolios could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && (query.data.length === 0
          ? <EmptyState icon={FolderOpen} title="No portfolios yet">Group the vendors that matter most, then let a trigger ask for that portfolio.</EmptyState>
          : <PortfolioList portfolios={query.data} onEdit={setEditing} />)}
      </Card>
      <PortfolioDialog open={editing !== null} portfolio={editing} onClose={() => setEditing(null)} />
    </>
  )
}

function PortfolioList({ portfolios, onEdit }: { portfolios: readonly PortfolioView[]; onEdit: (portfolio: PortfolioView) => void }) {
  const [deleting, setDeleting] = useState<PortfolioView | null>(null)
  const remove = useDeletePortfolio()
  const canEdit = useCanEdit()
  return (
    <>
      <ul aria-label="Portfolios">
        {portfolios.map((portfolio) => (
          <li key={portfolio.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 text-13 last:border-b-0">
            <div className="min-w-0 flex-1 basis-48">
              <Link href={`/scorecards?portfolio=${portfolio.id}`} className="block truncate text-14 font-medium hover:underline">{portfolio.name}</Link>
              {portfolio.description && <span className="block truncate text-ink-faint">{portfolio.description}</span>}
            </div>
            <span className="text-ink-soft tabular-nums">{portfolio.memberCount} {portfolio.memberCount === 1 ? 'scorecard' : 'scorecards'}</span>
            {canEdit && (
              <span className="flex gap-2">
                <Button size="sm" aria-label={`Edit ${portfolio.name}`} onClick={() => onEdit(portfolio)}>Edit</Button>
                <Button size="sm" variant="danger-quiet" aria-label={`Delete ${portfolio.name}`} onClick={() => setDeleting(portfolio)}>Delete</Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={deleting !== null} onOpenChange={(open) => !open && setDeleting(null)} title={`Delete ${deleting?.name ?? ''}`}
        confirmLabel="Delete portfolio" destructive loading={remove.isPending}
        onConfirm={() => deleting && remove.mutate(deleting, {
          onSettled: () => setDeleting(null),
          onError: (error) => toastError('The portfolio was not deleted.', error),
        })}
      >
        <p>Its scorecards stay. A trigger with the condition that the portfolio is {deleting?.name} sends nothing from then on.</p>
      </ConfirmDialog>
    </>
  )
}
