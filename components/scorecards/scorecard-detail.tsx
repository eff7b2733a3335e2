'use client'

import { Trash2 } from 'lucide-react'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { useCanEdit } from '@/components/frame/session-context'
import { DetailHeader } from '@/components/lists/detail-header'
import { useDetailLinks } from '@/components/lists/use-detail-links'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Drawer } from '@/components/ui/drawer'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Switch } from '@/components/ui/switch'
import { toast } from '@/components/ui/toast'
import { ApiError } from '@/lib/api-client/api-error'
import type { ScorecardView } from '@/lib/contracts/scorecard'
import { ScorecardFields, toScorecardFields } from './scorecard-fields'
import { ScorecardHistory } from './scorecard-history'
import { ChangeText, GradeBadge } from './score-figures'
import { kindWords, wordFactor } from './scorecard-words'
import { useDeleteScorecard, useScorecard, useUpdateScorecard } from './use-scorecards'

export function ScorecardDetail({ id }: { id: string }) {
  const headingId = useId()
  const links = useDetailLinks('/scorecards')
  const query = useScorecard(id)
  const scorecard = query.data
  return (
    <Drawer labelledBy={headingId} onClose={links.close}>
      <DetailHeader
        headingId={headingId} title={scorecard?.name ?? scorecard?.domain ?? 'Scorecard'} id={id}
        listHref={links.listHref} listName="Scorecards" onClose={links.close}
      />
      <div className="py-4 lg:px-5">
        {query.isPending && <SkeletonRows label="Loading the scorecard" rows={6} />}
        {query.isError && !scorecard && (query.error instanceof ApiError && query.error.status === 404
          ? <EmptyState title="There is no such scorecard" />
          : <QueryError title="The scorecard could not be loaded" error={query.error} onRetry={() => void query.refetch()} />)}
        {scorecard && <Story scorecard={scorecard} onDeleted={links.close} />}
      </div>
    </Drawer>
  )
}

function Story({ scorecard, onDeleted }: { scorecard: ScorecardView; onDeleted: () => void }) {
  const canEdit = useCanEdit()
  return (
    <div className="space-y-6">
      <Figures scorecard={scorecard} />
      <ScorecardHistory id={scorecard.id} />
      {Object.keys(scorecard.factors).length > 0 && <FactorList factors={scorecard.factors} />}
      {canEdit && <Edit key={scorecard.updatedAt} scorecard={scorecard} />}
      {canEdit && <Delete scorecard={scorecard} onDeleted={onDeleted} />}
    </div>
  )
}

function Figures({ scorecard }: { scorecard: ScorecardView }) {
  const { domain, kind, tier, labels, portfolios, score, grade, change7d, followed } = scorecard
  const switchId = useId()
  const canEdit = useCanEdit()
  const update = useUpdateScorecard(scorecard.id)
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="text-title font-semibold tabular-nums">{score ?? 'No score yet'}</span>
        <GradeBadge grade={grade} />
        {change7d !== null && <span className="text-13 text-ink-faint"><ChangeText change={change7d} /><span aria-hidden> in 7 days</span></span>}
        <span className="ml-auto flex items-center gap-2">
          <label htmlFor={switchId} className="text-13">Followed</label>
          <Switch id={switchId} checked={followed} disabled={!canEdit || update.isPending} onCheckedChange={(next) => update.mutate({ followed: next })} />
        </span>
      </div>
      <p className="flex flex-wrap items-center gap-1.5 text-13 text-ink-soft">
        <span className="break-all">{domain}</span><span aria-hidden>·</span>{kindWords[kind]}
        {tier !== null && <Badge tone="accent">{tier}</Badge>}
        {labels.map((label) => <Badge key={label}>{label}</Badge>)}
        {portfolios.map(({ id, name }) => <Badge key={id} tone="wait">{name}</Badge>)}
      </p>
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return <section className="space-y-3"><h2 className="text-13 text-ink-soft">{title}</h2>{children}</section>
}

function FactorList({ factors }: { factors: ScorecardView['factors'] }) {
  const sorted = Object.entries(factors).sort(([, a], [, b]) => a - b)
  const highest = Math.max(1, ...sorted.map(([, score]) => score))
  return (
    <Section title="Factors, lowest first">
      <dl className="grid grid-cols-[minmax(0,9.5rem)_minmax(0,1fr)_3rem] items-center gap-x-3 gap-y-1.5 text-13">
        {sorted.map(([name, score]) => (
          <div key={name} className="contents">
            <dt className="truncate">{wordFactor(name)}</dt>
            <dd aria-hidden className="h-1.5 rounded-full bg-sunken"><span className="block h-full rounded-full bg-accent" style={{ width: `${(score / highest) * 100}%` }} /></dd>
            <dd className="text-right tabular-nums">{score}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Edit({ scorecard }: { scorecard: ScorecardView }) {
  const { name, kind, tier, labels } = scorecard
  const [form, setForm] = useState({ name: name ?? '', kind, tier: tier ?? '', labels: labels.join(', ') })
  const update = useUpdateScorecard(scorecard.id)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    update.mutate(toScorecardFields(form), { onSuccess: () => toast.success('Saved.') })
  }
  return (
    <Section title="About it">
      <form onSubmit={submit} className="space-y-4" noValidate>
        <ScorecardFields form={form} onChange={setForm} />
        <Button type="submit" loading={update.isPending}>Save</Button>
      </form>
    </Section>
  )
}

function Delete({ scorecard, onDeleted }: { scorecard: ScorecardView; onDeleted: () => void }) {
  const [asking, setAsking] = useState(false)
  const remove = useDeleteScorecard(onDeleted)
  return (
    <>
      <Button variant="danger-quiet" onClick={() => setAsking(true)}><Trash2 />Delete scorecard</Button>
      <ConfirmDialog
        open={asking} onOpenChange={setAsking} title={`Delete ${scorecard.domain}`} confirmLabel="Delete scorecard" destructive
        loading={remove.isPending} onConfirm={() => remove.mutate(scorecard, { onSettled: () => setAsking(false) })}
      >
        <p>Its history goes with it. When a score of this domain comes in again, it begins anew.</p>
      </ConfirmDialog>
    </>
  )
}
