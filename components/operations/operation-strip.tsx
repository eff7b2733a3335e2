'use client'

import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { OperationView } from '@/lib/contracts/operation'
import { describeOperation, percentOf, titleOf } from './describe-operation'
import { useCancelOperation, useOperation, useOperations, useShownOperation } from './use-operations'

/** What is being sent again at the moment, and what this page has started; nothing while there is none. */
export function OperationStrip({ integrationId }: { integrationId?: string }) {
  const [shown, setShown] = useShownOperation()
  const { data } = useOperations()
  const others = (data?.data ?? []).filter(({ id, status, filter }) =>
    status === 'running' && id !== shown && (integrationId === undefined || filter.integrationId === integrationId))
  if (shown === null && others.length === 0) return null
  return (
    <div className="mb-3 space-y-2">
      {shown !== null && <Operation id={shown} onDismiss={() => void setShown(null)} />}
      {others.map(({ id }) => <Operation key={id} id={id} />)}
    </div>
  )
}

function Operation({ id, onDismiss }: { id: string; onDismiss?: () => void }) {
  const { data: operation } = useOperation(id)
  const cancel = useCancelOperation()
  const canEdit = useCanEdit()
  if (!operation) return null
  const running = operation.status === 'running'
  const actions = running
    ? canEdit && <Button loading={cancel.isPending} onClick={() => cancel.mutate(id)}>Stop</Button>
    : onDismiss && <Button onClick={onDismiss}>Dismiss</Button>
  return (
    <Notice tone={toneOf(operation)} title={<span role="status">{titleOf(operation)}</span>} actions={actions}>
      <p className="tabular-nums">{describeOperation(operation)}</p>
      {running && <ProgressBar label={titleOf(operation)} percent={percentOf(operation)} />}
    </Notice>
  )
}

const toneOf = ({ status, failed }: OperationView) => {
  if (status === 'running') return 'info'
  return status === 'done' && failed === 0 ? 'ok' : 'warn'
}

function ProgressBar({ label, percent }: { label: string; percent: number }) {
  return (
    <div
      role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}
      className="mt-2 h-1.5 overflow-hidden rounded-full bg-line"
    >
      <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
    </div>
  )
}
