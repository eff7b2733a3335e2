import { Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useListShortcuts } from '@/components/deliveries/use-list-shortcuts'
import { eventLabel } from '@/components/event-types/event-label'
import { useEventTypeMap } from '@/components/event-types/use-event-types'
import { useCanEdit } from '@/components/frame/session-context'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { InboxRequestView, InboxView } from '@/lib/contracts/inbox'
import { RequestRow } from './request-row'
import { useClearInbox } from './use-inbox'

interface RequestListProps {
  requests: readonly InboxRequestView[]
  shown: string | undefined
  limits: InboxView['limits']
  className?: string
}

const nothing = () => {}

export function RequestList({ requests, shown, limits, className }: RequestListProps) {
  const list = useRef<HTMLUListElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const [clearing, setClearing] = useState(false)
  const clear = useClearInbox(() => setClearing(false))
  const canEdit = useCanEdit()
  const types = useEventTypeMap()
  useListShortcuts({ list, search, onResend: nothing, onHelp: nothing })
  const count = `${requests.length} ${requests.length === 1 ? 'request' : 'requests'}`
  const actions = canEdit && requests.length > 0 && <Button size="sm" variant="ghost" onClick={() => setClearing(true)}><Trash2 aria-hidden />Clear</Button>
  return (
    <Panel flush className={className} title={<span aria-live="polite">{count}</span>} description={`The last ${limits.requests}, for ${limits.days} days`} actions={actions}>
      <ul ref={list} aria-label="Requests" className="max-h-[calc(100dvh-12rem)] overflow-y-auto max-lg:max-h-none">
        {requests.map((request) => (
          <RequestRow
            key={request.id} request={request} current={request.id === shown} href={`/inbox?request=${request.id}`}
            label={request.delivery && eventLabel(types.get(request.delivery.eventType), request.delivery.eventType)}
          />
        ))}
      </ul>
      <ConfirmDialog
        open={clearing} onOpenChange={setClearing} title="Clear the inbox?" confirmLabel="Clear the inbox" destructive loading={clear.isPending}
        onConfirm={() => clear.mutate()}
      >
        <p>{count} {requests.length === 1 ? 'is' : 'are'} forgotten. Deliveries keep their own history.</p>
      </ConfirmDialog>
    </Panel>
  )
}
