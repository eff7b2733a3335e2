'use client'

import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { QueryError } from '@/components/feedback/query-error'
import { useCanEdit, useSession } from '@/components/frame/session-context'
import { EgressIps } from '@/components/integration-wizard/steps/egress-ips'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { ErrorSummary } from '@/components/ui/error-summary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SkeletonRows } from '@/components/ui/skeleton'
import { fieldMessage } from '@/lib/api-client/api-error'
import type { WorkspaceView } from '@/lib/contracts/workspace'
import { LeaveButton } from './leave-button'
import { isOnlyOwner } from './role-words'
import { useMembers } from './use-members'
import { useUpdateWorkspace, useWorkspace } from './use-workspace'

export function WorkspacePanel() {
  const query = useWorkspace()
  return (
    <div className="space-y-4">
      <Panel title="Workspace">
        {query.isPending && <SkeletonRows rows={8} label="Loading the workspace" />}
        {query.isError && !query.data && <QueryError title="The workspace could not be loaded" error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && <WorkspaceForm workspace={query.data} />}
      </Panel>
      <EgressIps />
      <LeavePanel />
    </div>
  )
}

const numberOf = (text: string) => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN)
const daysOf = (text: string) => (text.trim() === '' ? null : numberOf(text))

const textsOf = ({ name, scoreMax, retention }: WorkspaceView) =>
  ({ name, scoreMax: String(scoreMax), days: String(retention.days ?? ''), bodyDays: String(retention.bodyDays ?? '') })

function WorkspaceForm({ workspace }: { workspace: WorkspaceView }) {
  const [texts, setTexts] = useState(() => textsOf(workspace))
  const update = useUpdateWorkspace()
  const canEdit = useCanEdit()
  const router = useRouter()
  const limits = workspace.retentionLimits
  const set = (field: keyof typeof texts) => ({
    value: texts[field], disabled: !canEdit,
    onChange: (event: { target: { value: string } }) => setTexts((last) => ({ ...last, [field]: event.target.value })),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const patch = { name: texts.name, scoreMax: numberOf(texts.scoreMax), retention: { days: daysOf(texts.days), bodyDays: daysOf(texts.bodyDays) } }
    update.mutate(patch, { onSuccess: () => router.refresh() }) // the sidebar has the name
  }
  const errorOf = (pointer: string) => fieldMessage(update.error, pointer)
  const known = ['/name', '/scoreMax', '/retention/days', '/retention/bodyDays'].some((pointer) => errorOf(pointer))
  return (
    <form onSubmit={submit} className="max-w-lg space-y-4" noValidate>
      <ErrorSummary title="Nothing was changed" errors={update.error && !known ? [{ message: update.error.message }] : []} attempt={update.failureCount} />
      <Field label="Name" error={errorOf('/name')}><Input {...set('name')} maxLength={100} /></Field>
      <Field label="Highest score" error={errorOf('/scoreMax')} hint="What 100 % of a score is. Grades are a share of it.">
        <Input {...set('scoreMax')} inputMode="numeric" className="max-w-32" />
      </Field>
      <Field label="Keep deliveries, in days" optional error={errorOf('/retention/days')} hint={`At most ${limits.days}, which also holds while this is empty.`}>
        <Input {...set('days')} inputMode="numeric" className="max-w-32" placeholder={String(limits.days)} />
      </Field>
      <Field label="Keep their bodies, in days" optional error={errorOf('/retention/bodyDays')} hint={`At most ${limits.bodyDays}, which also holds while this is empty.`}>
        <Input {...set('bodyDays')} inputMode="numeric" className="max-w-32" placeholder={String(limits.bodyDays)} />
      </Field>
      {canEdit && <Button type="submit" variant="primary" loading={update.isPending}>Save changes</Button>}
    </form>
  )
}

function LeavePanel() {
  const { user, workspace } = useSession()
  const { data: members = [] } = useMembers()
  const own = members.find(({ userId }) => userId === user.id)
  if (!own) return null
  const stays = isOnlyOwner(members, own)
  const leave = <LeaveButton memberId={own.id} disabled={stays} aria-describedby="leave-terms" />
  return (
    <Panel title="Leave" description={`You no longer see anything of ${workspace.name} then.`} actions={leave}>
      <p id="leave-terms" className="text-ink-soft">
        {stays ? 'You are the only owner: make somebody else an owner first, under Members.' : 'To come back you need an invitation.'}
      </p>
    </Panel>
  )
}
